using OwnerConsole.Data;
using OwnerConsole.Pure.Privacy;

namespace OwnerConsole.Trust.Privacy;

/// <summary>Records about which steps the person of a privacy request was informed.</summary>
internal static class PrivacyMessageRows
{
    /// <param name="emails">Emails that were queued, in the order of the requests; null values if the team informed the person itself.</param>
    public static Task Open(IReadOnlyCollection<string> ids, IReadOnlyCollection<string?> emails, PrivacyStep step, UnitOfWork work) =>
        work.Execute(
            """
            insert into privacy.messages (tenant_id, request_id, step, email_id, opened_by, opened_at)
            select 'tnt_platform', n.id, @step, n.email, @run, clock_timestamp() from unnest(@ids, @emails) n(id, email)
            """,
            new
            {
                ids = ids.ToArray(),
                emails = emails.ToArray(),
                step,
                run = work.RunId,
            }
        );

    /// <returns>Emails to the person of a request and steps that the team answered itself, the newest first.</returns>
    public static Task<IReadOnlyList<PrivacyEmailView>> List(string requestId, UnitOfWork work) =>
        work.List<PrivacyEmailView>(
            """
            select w.step, w.email_id, w.opened_at as created_at, e.state, e.reason
              from privacy.messages w
              left join core.emails e on e.tenant_id = w.tenant_id and e.email_id = w.email_id
             where w.tenant_id = 'tnt_platform' and w.request_id = @requestId and w.closed_by is null
             order by w.opened_at desc, w.step
            """,
            new { requestId }
        );
}
