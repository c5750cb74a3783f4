using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;

namespace OwnerConsole.Messaging.Emails;

/// <summary>The recipient of audit log checkpoints, with the last email sent.</summary>
/// <param name="Size">Number of log entries that the last checkpoint covers. This and the following fields are null before the first email.</param>
/// <param name="State">State of the email; also null when the email has been deleted.</param>
public sealed record LogAnchor(
    string OpenedBy,
    string Address,
    DateTimeOffset OpenedAt,
    long? Size,
    DateTimeOffset? MailedAt,
    string? EmailId,
    EmailState? State
)
{
    /// <returns>The recipient; null if checkpoints are not sent.</returns>
    public static Task<LogAnchor?> Find(UnitOfWork work) =>
        work.One<LogAnchor>(
            """
            select a.opened_by, a.address, a.opened_at, d.size, d.at as mailed_at, d.email_id, l.state
              from emails.checkpoint_recipients a
              left join lateral (
                select m.size, m.at, m.email_id
                  from emails.checkpoint_emails m join emails.checkpoint_recipients before using (tenant_id, opened_by)
                 where before.address = a.address
                 order by m.at desc limit 1) d on true
              left join core.emails l on l.tenant_id = a.tenant_id and l.email_id = d.email_id
             where a.tenant_id = 'tnt_platform' and a.closed_by is null and a.address is not null
            """
        );

    /// <summary>Emails store no address; a checkpoint email stores the run that set the recipient. Emails created before a change are still sent to the previous recipient.</summary>
    /// <returns>The recipient; null if the run did not set one.</returns>
    public static Task<EmailRecipient?> Recipient(string openedBy, UnitOfWork work) =>
        work.One<EmailRecipient>(
            """
            select null::text as name, address, null::text as support_number, 'live' as mode, null::text as language
              from emails.checkpoint_recipients
             where tenant_id = 'tnt_platform' and opened_by = @openedBy and address is not null
            """,
            new { openedBy }
        );
}
