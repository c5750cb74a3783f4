using System.Text.Json;
using OwnerConsole.Data;

namespace OwnerConsole.Revenue.Stripe.Writes;

/// <summary>Requests of runs to Stripe: whether they were sent, carried out or stopped.</summary>
internal static class StripeRequests
{
    /// <param name="record">Alias of a billing record in SQL.</param>
    /// <returns>SQL for whether a request about it is neither carried out, refused nor stopped.</returns>
    public static string IsOpen(string record) =>
        $"exists (select from stripe.requests q where q.tenant_id = 'tnt_platform' and q.subject_id = {record}.id and q.settled_at is null and q.closed_by is null)";

    /// <summary>Locks billing records before their facts are read, so that a request that another run opens at the same time is among the facts.</summary>
    public static async Task Lock(string table, IReadOnlyList<string> ids, UnitOfWork work)
    {
        if (work.IsLocking)
            await work.List<string>($"select r.id from billing.{table} r where r.id = any(@ids) order by r.id {work.ForUpdate("r")}", new { ids });
    }

    /// <summary>Opens requests of the current run. A refused request of an undo that is repeated is opened again.</summary>
    /// <param name="undoes">Run whose changes the requests revert; null if they are changes of their own.</param>
    public static Task Open(IReadOnlyList<(QueuedCall Call, QueuedCall? Undo)> calls, string? undoes, UnitOfWork work) =>
        work.Execute(
            """
            insert into stripe.requests as r (tenant_id, run_id, subject_id, opened_at, undo_call, undoes, changes_record)
            select 'tnt_platform', @run, n.subject_id, @now, n.undo_call::jsonb, @undoes, n.changes_record
              from unnest(@subjects, @undoCalls, @changes) n(subject_id, undo_call, changes_record)
            on conflict (tenant_id, run_id, subject_id) do update
               set opened_at = excluded.opened_at, sent_at = null, settled_at = null, closed_by = null where r.closed_by is not null
            """,
            new
            {
                run = work.RunId,
                now = work.Now,
                subjects = calls.Select(call => call.Call.SubjectId).ToArray(),
                undoCalls = calls.Select(call => call.Undo is null ? null : Json.Text(call.Undo)).ToArray(),
                changes = calls.Select(call => call.Call.Secret is null).ToArray(),
                undoes,
            }
        );

    /// <returns>Subjects whose request was stopped before it was sent.</returns>
    public static async Task<IReadOnlyList<string>> Stop(IReadOnlyList<string> subjects, string run, UnitOfWork work)
    {
        var stopped = await work.List<string>(
            """
            update stripe.requests set closed_by = @by
             where tenant_id = 'tnt_platform' and run_id = @run and subject_id = any(@subjects) and sent_at is null and closed_by is null
            returning subject_id
            """,
            new
            {
                by = work.RunId,
                run,
                subjects,
            }
        );
        if (stopped.Count > 0)
            SlaCredits.Stop(stopped, run, work);
        return stopped;
    }

    /// <returns>
    /// Calls that revert what Stripe has carried out, without those about subjects that a later run has changed again. A later change that was undone doesn't
    /// count, and credits for SLAs and other changes don't overwrite each other.
    /// </returns>
    public static async Task<IReadOnlyList<QueuedCall>> FindUndoCalls(IReadOnlyList<string> subjects, string run, UnitOfWork work)
    {
        var found = await work.List<string>(
            """
            select r.undo_call::text from stripe.requests r
             where r.tenant_id = 'tnt_platform' and r.run_id = @run and r.subject_id = any(@subjects) and r.settled_at is not null and r.undo_call is not null
               and not exists (
                 select from stripe.requests l
                  where l.tenant_id = 'tnt_platform' and l.subject_id = r.subject_id and l.opened_at > r.opened_at and l.closed_by is null
                    and l.changes_record and l.undoes is null
                    and not exists (
                      select from stripe.sla_credits g
                       where g.tenant_id = 'tnt_platform' and g.customer_id = r.subject_id and g.opened_by in (r.run_id, l.run_id))
                    and not exists (
                      select from stripe.requests u
                       where u.tenant_id = 'tnt_platform' and u.subject_id = l.subject_id and u.undoes = l.run_id and u.settled_at is not null and u.closed_by is null))
            """,
            new { run, subjects }
        );
        return [.. found.Select(call => JsonSerializer.Deserialize<QueuedCall>(call, Json.Options)!)];
    }

    /// <summary>Marks a request as sent.</summary>
    /// <returns>When it was first sent; null if it was stopped or settled.</returns>
    public static Task<DateTimeOffset?> Send(string run, string subject, UnitOfWork work) =>
        work.One<DateTimeOffset?>(
            """
            update stripe.requests set sent_at = coalesce(sent_at, clock_timestamp())
             where tenant_id = 'tnt_platform' and run_id = @run and subject_id = @subject and closed_by is null and settled_at is null
            returning sent_at
            """,
            new { run, subject }
        );

    /// <param name="isDone">False if Stripe refused it.</param>
    public static void Settle(string run, string subject, bool isDone, UnitOfWork work) =>
        work.Defer(
            """
            update stripe.requests set settled_at = case when @isDone then clock_timestamp() end, closed_by = case when @isDone then null else @run end
             where tenant_id = 'tnt_platform' and run_id = @run and subject_id = @subject
            """,
            new
            {
                run,
                subject,
                isDone,
            }
        );
}
