using OwnerConsole.Data;

namespace OwnerConsole.Kernel.Email;

/// <summary>Stores delivery reports and the states that follow from them, in one statement each for any number of emails.</summary>
public static class EmailReportRows
{
    /// <returns>The emails with these ids, of all tenants.</returns>
    public static Task<IReadOnlyList<OutgoingEmail>> FindEmails(IReadOnlyCollection<string> ids, UnitOfWork reading) =>
        reading.List<OutgoingEmail>(
            "select tenant_id, email_id, template, recipient, facts, null::bytea as secret, attempts from core.emails where email_id = any(@ids)",
            new { ids = ids.ToArray() }
        );

    /// <summary>Locks emails, so that attempts and other reports wait.</summary>
    /// <returns>States by email. Emails that were deleted in the meantime are left out.</returns>
    public static async Task<IReadOnlyDictionary<string, EmailState>> Lock(IReadOnlyCollection<OutgoingEmail> emails, UnitOfWork work) =>
        (
            await work.List<StateRow>(
                """
                select e.email_id, e.state
                  from core.emails e join unnest(@tenants, @ids) n(tenant_id, id) on e.tenant_id = n.tenant_id and e.email_id = n.id
                 order by e.email_id
                   for update of e
                """,
                Keys(emails)
            )
        ).ToDictionary(row => row.EmailId, row => row.State, StringComparer.Ordinal);

    /// <returns>Emails and ids of their stored reports.</returns>
    public static async Task<IReadOnlySet<(string EmailId, string ReportId)>> FindReports(IReadOnlyCollection<OutgoingEmail> emails, UnitOfWork work) => (
            await work.List<ReportRow>(
                """
                select r.email_id, r.report_id
                  from core.email_reports r join unnest(@tenants, @ids) n(tenant_id, id) on r.tenant_id = n.tenant_id and r.email_id = n.id
                """,
                Keys(emails)
            )
        ).Select(row => (row.EmailId, row.ReportId)).ToHashSet();

    public static Task Add(IReadOnlyCollection<NewEmailReport> reports, UnitOfWork work) =>
        work.Execute(
            """
            insert into core.email_reports (tenant_id, email_id, report_id, kind, at, answer, is_pending)
            select n.tenant_id, n.email_id, n.report_id, n.kind, n.at, n.answer, n.is_pending
              from unnest(@tenants, @emails, @ids, @kinds, @times, @answers, @pending) n(tenant_id, email_id, report_id, kind, at, answer, is_pending)
            on conflict do nothing
            """,
            new
            {
                tenants = reports.Select(report => report.Email.TenantId).ToArray(),
                emails = reports.Select(report => report.Email.EmailId).ToArray(),
                ids = reports.Select(report => report.Id).ToArray(),
                kinds = reports.Select(report => report.Kind.ToText()).ToArray(),
                times = reports.Select(report => report.At).ToArray(),
                answers = reports.Select(report => report.Answer).ToArray(),
                pending = reports.Select(report => report.IsPending).ToArray(),
            }
        );

    /// <summary>Changes the states of locked emails.</summary>
    public static Task Change(IReadOnlyCollection<(EmailChange Change, string? Reason)> changes, UnitOfWork work) =>
        work.Execute(
            """
            update core.emails e set state = n.state, reason = n.reason, ended_at = coalesce(e.ended_at, clock_timestamp()), secret = null
              from unnest(@tenants, @ids, @states, @reasons) n(tenant_id, id, state, reason)
             where e.tenant_id = n.tenant_id and e.email_id = n.id
            """,
            new
            {
                tenants = changes.Select(row => row.Change.Email.TenantId).ToArray(),
                ids = changes.Select(row => row.Change.Email.EmailId).ToArray(),
                states = changes.Select(row => row.Change.State.ToText()).ToArray(),
                reasons = changes.Select(row => row.Reason).ToArray(),
            }
        );

    private static object Keys(IReadOnlyCollection<OutgoingEmail> emails) =>
        new { tenants = emails.Select(email => email.TenantId).ToArray(), ids = emails.Select(email => email.EmailId).ToArray() };

    private sealed record StateRow(string EmailId, EmailState State);

    private sealed record ReportRow(string EmailId, string ReportId);
}

/// <summary>A delivery report to store.</summary>
/// <param name="Id">Id at the service.</param>
/// <param name="At">Time at the service.</param>
/// <param name="Answer">Text of the recipient's server without the recipient's address; null for none.</param>
/// <param name="IsPending">Whether it is a failure that changes the state only when the response to the request that sent the email is stored.</param>
public sealed record NewEmailReport(OutgoingEmail Email, string Id, EmailReportKind Kind, DateTimeOffset At, string? Answer, bool IsPending);
