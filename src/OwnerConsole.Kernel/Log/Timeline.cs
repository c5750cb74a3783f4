using System.Globalization;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Words;

namespace OwnerConsole.Kernel.Log;

/// <summary>What happened to one tenant, the newest first: a view of the log.</summary>
public sealed class Timeline
{
    /// <param name="cursor">where a page before ended</param>
    public async Task<Page<TimelineEntry>> Find(string tenantId, string? cursor, int limit, Work work)
    {
        var before =
            cursor is null ? long.MaxValue
            : long.TryParse(Cursor.Read(cursor, 1)[0], NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id
            : throw Modules.Problem.Invalid("cursor", "is not one that this list gave out.");
        var rows = await work.List<TimelineEntry>(
            """
            select l.id, o.pos, l.at, l.kind, l.actor, l.run_id, l.operation, l.subject, l.outcome, l.code, l.sentence, l.event_id, l.event,
                   l.kind = 'run' and l.outcome = 'done' and coalesce(r.undo_until > now(), false)
                     and not exists (select 1 from core.runs u where u.undo_of = l.run_id) as can_undo
              from core.log l
              join core.log_order o on o.id = l.id
              left join core.runs r on r.run_id = l.run_id
             where l.tenant_id = @tenantId and l.id < @before
             order by l.id desc
             limit @limit + 1
            """,
            new
            {
                tenantId,
                before,
                limit,
            }
        );
        var data = rows.Take(limit).ToList();
        return new(data, rows.Count > limit ? Cursor.Of(data[^1].Id.ToString(System.Globalization.CultureInfo.InvariantCulture)) : null, null);
    }
}

/// <param name="Pos">its place in the one order of the log</param>
/// <param name="Event">what the application is told, if anything</param>
public sealed record TimelineEntry(
    long Id,
    long Pos,
    DateTimeOffset At,
    string Kind,
    string Actor,
    string? RunId,
    string? Operation,
    string? Subject,
    string Outcome,
    string? Code,
    string Sentence,
    string? EventId,
    string? Event,
    bool CanUndo
)
{
    public Sentence Says => field ??= Words.Sentence.Of(Sentence);
}
