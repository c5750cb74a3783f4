using OwnerConsole.Data;

namespace OwnerConsole.Revenue.Stripe.Writes;

/// <summary>Requests of runs to Stripe: whether they were sent, carried out or stopped.</summary>
internal static class StripeRequests
{
    /// <param name="record">Alias of a billing record in SQL.</param>
    /// <returns>SQL for whether a request about it is neither carried out, refused nor stopped.</returns>
    public static string IsOpen(string record) =>
        $"exists (select from stripe.requests q where q.tenant_id = {record}.tenant_id and q.subject_id = {record}.id and q.settled_at is null and q.closed_by is null)";

    public static Task Open(IReadOnlyList<(string Tenant, string Subject)> subjects, UnitOfWork work) =>
        work.Execute(
            """
            insert into stripe.requests (tenant_id, run_id, subject_id, opened_at)
            select n.tenant_id, @run, n.subject_id, clock_timestamp() from unnest(@tenants, @subjects) n(tenant_id, subject_id)
            """,
            new
            {
                run = work.RunId,
                tenants = subjects.Select(subject => subject.Tenant).ToArray(),
                subjects = subjects.Select(subject => subject.Subject).ToArray(),
            }
        );

    /// <returns>Subjects whose request was stopped before it was sent.</returns>
    public static Task<IReadOnlyList<string>> Stop(IReadOnlyList<string> subjects, string run, UnitOfWork work) =>
        work.List<string>(
            """
            update stripe.requests set closed_by = @by
             where tenant_id = any(core.tenant_scope()) and run_id = @run and subject_id = any(@subjects) and sent_at is null and closed_by is null
            returning subject_id
            """,
            new
            {
                by = work.RunId,
                run,
                subjects,
            }
        );

    /// <returns>Subjects whose request Stripe has carried out.</returns>
    public static Task<IReadOnlyList<string>> FindSettled(IReadOnlyList<string> subjects, string run, UnitOfWork work) =>
        work.List<string>(
            "select subject_id from stripe.requests where tenant_id = any(core.tenant_scope()) and run_id = @run and subject_id = any(@subjects) and settled_at is not null",
            new { run, subjects }
        );

    /// <summary>Marks a request as sent.</summary>
    /// <returns>False if it was stopped.</returns>
    public static async Task<bool> Send(string tenant, string run, string subject, UnitOfWork work) =>
        await work.Execute(
            """
            update stripe.requests set sent_at = coalesce(sent_at, clock_timestamp())
             where tenant_id = @tenant and run_id = @run and subject_id = @subject and closed_by is null and settled_at is null
            """,
            new
            {
                tenant,
                run,
                subject,
            }
        ) > 0;

    /// <param name="isDone">False if Stripe refused it.</param>
    public static void Settle(string tenant, string run, string subject, bool isDone, UnitOfWork work) =>
        work.Defer(
            """
            update stripe.requests set settled_at = case when @isDone then clock_timestamp() end, closed_by = case when @isDone then null else @run end
             where tenant_id = @tenant and run_id = @run and subject_id = @subject
            """,
            new
            {
                tenant,
                run,
                subject,
                isDone,
            }
        );
}
