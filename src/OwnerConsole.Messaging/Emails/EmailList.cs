using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;

namespace OwnerConsole.Messaging.Emails;

/// <summary>Reads emails with their recipients, states and attempts.</summary>
public sealed class EmailList
{
    public async Task<Page<EmailRow>> Find(EmailFilter filter, UnitOfWork work)
    {
        var (order, limit) = (filter.Order.By("l.created_at", "l.email_id"), "limit @limit + 1");
        var all = $"select {Columns} from core.emails l {filter.Where}";
        var found = filter.Search is { } sought ? TopNPerValue.Sql(all, $"{order} {limit}", sought.Any) : $"{all} {order} {limit}";
        var rows = await work.List<EmailRow>($"{Rows(found)} {order} {limit}", filter.Arguments);
        return Paging.ToPage(rows, filter.Limit, last => Cursor.Of(last.CreatedAt, last.EmailId));
    }

    /// <returns>The email; null if there is none or it has been deleted.</returns>
    public Task<EmailRow?> Get(string emailId, UnitOfWork work) =>
        work.One<EmailRow>(Rows($"select {Columns} from core.emails l where l.email_id = @emailId"), new { emailId });

    /// <summary>Attempts, oldest first.</summary>
    public Task<IReadOnlyList<EmailAttempt>> Attempts(string emailId, UnitOfWork work) =>
        work.List<EmailAttempt>(
            "select attempt, at, took_ms, code, answer from core.email_attempts where email_id = @emailId order by attempt",
            new { emailId }
        );

    /// <summary>Delivery reports, oldest first.</summary>
    public Task<IReadOnlyList<EmailReportRow>> Reports(string emailId, UnitOfWork work) =>
        work.List<EmailReportRow>("select kind, at, answer from core.email_reports where email_id = @emailId order by at, report_id", new { emailId });

    /// <returns>Id of the failed job that can be retried; null if there is none.</returns>
    public Task<string?> FindDeadItem(string emailId, UnitOfWork work) =>
        work.One<string>(
            "select failed_id from work.failed_items where closed_by is null and body ->> 'email' = @emailId order by failed_at desc",
            new { emailId }
        );

    public async Task<EmailQueueStatus> Count(UnitOfWork work) =>
        (
            await work.One<EmailQueueStatus>(
                """
                select (select count(*) from core.emails where state = 'waiting') as waiting,
                       (select i.error from work.items i where i.lane = 'mail' and i.attempts > 0 order by i.id limit 1) as trouble,
                       (select greatest(i.due, l.open_until) from work.items i join work.lanes l using (lane) where i.lane = 'mail' and i.attempts > 0 order by i.id limit 1) as next_at
                """
            )
        )!; // always one row

    private const string Columns =
        "l.email_id, l.tenant_id, l.template, l.recipient, l.state, l.reason, l.attempts, l.vendor_id, l.created_at, l.ended_at, l.version, l.language";

    private static string Rows(string emails) =>
        $"""
            select l.email_id, l.tenant_id, l.template, l.recipient, coalesce(m.name, m.support_number, t.name, p.name, case when a.opened_by is not null then 'checkpoint recipient' when l.recipient like 'ssb\_%' then 'status page subscriber' end) as recipient_name,
                   l.state, l.reason, l.attempts, l.vendor_id, l.created_at, l.ended_at, l.version, l.language
              from ({emails}) l
              left join core.members m on m.tenant_id = l.tenant_id and m.member_id = l.recipient
              left join core.tenants t on t.tenant_id = l.recipient
              left join core.entity_names p on p.id = l.recipient
              left join emails.checkpoint_recipients a on a.tenant_id = l.tenant_id and a.opened_by = l.recipient
            """;
}

/// <param name="RecipientName">Current name of the recipient; null if the recipient was removed or is the sender address.</param>
/// <param name="Reason">Why the email is waiting, failed, bounced or was skipped.</param>
/// <param name="VendorId">Id of the email at the service; null by SMTP.</param>
/// <param name="Version">Version of the template that it was rendered with; 0 for the built-in text, null before. The texts of broadcasts and automations are not part of it: the template is their frame.</param>
/// <param name="Language">Language of the translation that it was rendered with; null for the default text.</param>
public sealed record EmailRow(
    string EmailId,
    string TenantId,
    string Template,
    string Recipient,
    string? RecipientName,
    EmailState State,
    string? Reason,
    int Attempts,
    string? VendorId,
    DateTimeOffset CreatedAt,
    DateTimeOffset? EndedAt,
    int? Version,
    string? Language
);

/// <param name="Code">SMTP code or HTTP status of the response; null if there was none.</param>
public sealed record EmailAttempt(int Attempt, DateTimeOffset At, int TookMs, int? Code, string Answer);

/// <summary>What the service reported about an email.</summary>
/// <param name="Answer">Text of the recipient's server; null for none.</param>
public sealed record EmailReportRow(EmailReportKind Kind, DateTimeOffset At, string? Answer);

/// <param name="Trouble">Why the server accepts no emails; null if it does.</param>
/// <param name="NextAt">Time of the next attempt.</param>
public sealed record EmailQueueStatus(long Waiting, string? Trouble, DateTimeOffset? NextAt);
