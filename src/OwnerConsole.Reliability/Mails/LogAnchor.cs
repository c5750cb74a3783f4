using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Letters;

namespace OwnerConsole.Reliability.Mails;

/// <summary>Where the log's checkpoints are mailed, and the letter that took the last one there.</summary>
/// <param name="Size">lines that the last one stands for; this and what follows is null before the first</param>
/// <param name="State">what became of its letter; null, too, when that is not kept any more</param>
public sealed record LogAnchor(
    string OpenedBy,
    string Address,
    DateTimeOffset OpenedAt,
    long? Size,
    DateTimeOffset? MailedAt,
    string? LetterId,
    LetterState? State
)
{
    /// <returns>null when they go to nobody</returns>
    public static Task<LogAnchor?> Find(Work work) =>
        work.One<LogAnchor>(
            """
            select a.opened_by, a.address, a.opened_at, d.size, d.at as mailed_at, d.letter_id, l.state
              from mails.anchors a
              left join lateral (
                select m.size, m.at, m.letter_id
                  from mails.anchored m join mails.anchors before using (tenant_id, opened_by)
                 where before.address = a.address
                 order by m.at desc limit 1) d on true
              left join core.letters l on l.tenant_id = a.tenant_id and l.letter_id = d.letter_id
             where a.tenant_id = 'tnt_platform' and a.closed_by is null and a.address is not null
            """
        );

    /// <summary>Letters hold no address: a checkpoint's holds the run that chose it. Those that were written before somebody chose another still leave.</summary>
    /// <returns>null when no run of this id chose any</returns>
    public static Task<Recipient?> Recipient(string openedBy, Work work) =>
        work.One<Recipient>(
            """
            select null::text as name, address, null::text as support_number, 'live' as population
              from mails.anchors
             where tenant_id = 'tnt_platform' and opened_by = @openedBy and address is not null
            """,
            new { openedBy }
        );
}
