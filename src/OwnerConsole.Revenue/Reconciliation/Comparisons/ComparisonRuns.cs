using OwnerConsole.Data;
using OwnerConsole.Revenue.Stripe.Public;

namespace OwnerConsole.Revenue.Reconciliation.Comparisons;

/// <summary>Opens and reads comparisons with Stripe.</summary>
internal static class ComparisonRuns
{
    /// <summary>Name of the list of events among those of objects.</summary>
    public const string Events = "event";

    private const int MaxListed = 100;

    /// <summary>Connected accounts whose first copy is complete, with the time of the first connection.</summary>
    public const string Accounts = """
        select c.mode, k.account_id, c.opened_at as connected_at,
               (select min(o.opened_at) from stripe.connections o join stripe.checks q on q.tenant_id = o.tenant_id and q.mode = o.mode and q.connection = o.opened_by
                 where o.tenant_id = 'tnt_platform' and o.mode = c.mode and q.account_id = k.account_id) as first_connected_at
          from stripe.connections c
          join stripe.checks k on k.tenant_id = c.tenant_id and k.mode = c.mode and k.connection = c.opened_by
         where c.tenant_id = 'tnt_platform' and c.closed_by is null and k.account_id is not null
           and exists (select from stripe.backfills b where b.tenant_id = 'tnt_platform' and b.account_id = k.account_id and b.mode = c.mode)
           and not exists (select from stripe.backfills b
                            where b.tenant_id = 'tnt_platform' and b.account_id = k.account_id and b.mode = c.mode and b.completed_at is null)
        """;

    /// <summary>Opens a comparison of the events of an account, or of everything.</summary>
    /// <param name="runId">rec_…</param>
    public static void Open(string runId, Mode mode, string account, ComparisonKind kind, bool isDryRun, UnitOfWork work)
    {
        Add(runId, mode, account, kind, isDryRun, work);
        AddLists(runId, kind is ComparisonKind.Full ? StripeComparer.Types.Prepend(Events) : [Events], [""], work);
    }

    /// <summary>Opens a comparison of all objects of customers: their lists, and one by one the objects that Stripe doesn't list by customer.</summary>
    /// <param name="runId">rec_…</param>
    /// <param name="customers">cus_…, all of one account.</param>
    public static void OpenForCustomers(string runId, Mode mode, string account, IReadOnlyList<string> customers, UnitOfWork work)
    {
        Add(runId, mode, account, ComparisonKind.Customers, isDryRun: false, work);
        AddLists(runId, StripeComparer.TypesByCustomer, customers, work);
        CandidateChecker.AddUnlisted(runId, account, mode, customers, work);
    }

    private static void AddLists(string runId, IEnumerable<string> types, IReadOnlyList<string> customers, UnitOfWork work) =>
        work.Defer(
            """
            insert into reconciliation.run_lists (tenant_id, run_id, type, customer, place)
            select 'tnt_platform', @runId, t.type, c.id, t.place from unnest(@types) with ordinality t(type, place) cross join unnest(@customers) c(id)
            """,
            new
            {
                runId,
                types = types.ToArray(),
                customers,
            }
        );

    private static void Add(string runId, Mode mode, string account, ComparisonKind kind, bool isDryRun, UnitOfWork work) =>
        work.Defer(
            $"""
            insert into reconciliation.runs (tenant_id, run_id, mode, account_id, kind, is_dry_run, opened_by, started_at, since_at)
            select 'tnt_platform', @runId, @mode, @account, @kind, @isDryRun, @requested, clock_timestamp(),
                   greatest(now() - interval '30 days',
                     coalesce(case @kind when 'events' then (select max(r.started_at) - interval '1 hour' from reconciliation.runs r
                                where r.tenant_id = 'tnt_platform' and r.mode = @mode and r.account_id = @account and r.ended_at is not null and not r.is_dry_run and r.kind <> 'customers'
                                  and not exists (select from reconciliation.run_lists l where l.tenant_id = r.tenant_id and l.run_id = r.run_id and l.type = @events and l.error is not null)) end,
                              (select a.first_connected_at from ({Accounts}) a where a.mode = @mode), now()))
            """,
            new
            {
                runId,
                mode,
                account,
                kind,
                isDryRun,
                requested = work.RunId,
                events = Events,
            }
        );

    /// <summary>Stops the comparisons that a run has opened, if they are still running.</summary>
    /// <returns>Their IDs.</returns>
    public static async Task<IReadOnlyList<string>> Stop(string undoneRun, UnitOfWork work)
    {
        var stopped = await work.List<string>(
            "delete from reconciliation.runs r where r.tenant_id = 'tnt_platform' and r.opened_by = @undoneRun and r.ended_at is null returning r.run_id",
            new { undoneRun }
        );
        work.Defer("delete from reconciliation.run_lists l where l.tenant_id = 'tnt_platform' and l.run_id = any(@stopped)", new { stopped });
        work.Defer("delete from reconciliation.candidates c where c.tenant_id = 'tnt_platform' and c.run_id = any(@stopped)", new { stopped });
        return stopped;
    }

    /// <summary>Stops comparing tenants, in the comparisons that a run has opened and that are still running.</summary>
    /// <returns>Tenants that are not compared any more.</returns>
    public static async Task<IReadOnlyList<string>> StopForTenants(IReadOnlyList<string> tenants, string undoneRun, UnitOfWork work)
    {
        var stopped = await work.List<StoppedList>(
            """
            delete from reconciliation.run_lists l using reconciliation.runs r, billing.customers c
             where l.tenant_id = 'tnt_platform' and r.tenant_id = l.tenant_id and r.run_id = l.run_id and r.opened_by = @undoneRun and r.ended_at is null
               and c.tenant_id = any(@tenants) and c.account_id = r.account_id and c.id = l.customer
            returning c.tenant_id, r.run_id, l.customer
            """,
            new { tenants, undoneRun }
        );
        work.Defer(
            """
            delete from reconciliation.candidates d using unnest(@runs, @customers) s(run_id, customer), stripe.objects o
             where d.tenant_id = 'tnt_platform' and d.run_id = s.run_id and o.tenant_id = 'tnt_platform' and o.object_id = d.object_id
               and (o.object_id = s.customer or o.customer = s.customer)
            """,
            new { runs = stopped.Select(list => list.RunId).ToArray(), customers = stopped.Select(list => list.Customer).ToArray() }
        );
        work.Defer(
            """
            delete from reconciliation.runs r
             where r.tenant_id = 'tnt_platform' and r.opened_by = @undoneRun and r.ended_at is null
               and not exists (select from reconciliation.run_lists l where l.tenant_id = r.tenant_id and l.run_id = r.run_id)
            """,
            new { undoneRun }
        );
        return [.. stopped.Select(list => list.TenantId).Distinct(StringComparer.Ordinal)];
    }

    private sealed record StoppedList(string TenantId, string RunId, string Customer);

    /// <returns>The latest comparisons of a mode, newest first.</returns>
    /// <param name="isOfTenants">Whether those of single tenants are included.</param>
    public static Task<IReadOnlyList<ComparisonRun>> Latest(Mode mode, UnitOfWork work, int most = MaxListed, bool isOfTenants = true) =>
        work.List<ComparisonRun>(
            """
            select r.run_id as id, r.mode, r.kind, r.is_dry_run, r.opened_by as requested_by, r.started_at, r.ended_at, coalesce(l.checked, 0) as checked,
                   coalesce(l.subscriptions, 0) as subscriptions, r.findings, coalesce(l.errors, 0) as errors
              from reconciliation.runs r
              left join lateral (
                select sum(l.checked)::bigint as checked, (sum(l.checked) filter (where l.type = 'subscription'))::bigint as subscriptions, count(l.error) as errors
                  from reconciliation.run_lists l where l.tenant_id = r.tenant_id and l.run_id = r.run_id) l on true
             where r.tenant_id = 'tnt_platform' and r.mode = @mode and (@isOfTenants or r.kind <> 'customers')
             order by r.started_at desc, r.run_id desc
             limit @most
            """,
            new
            {
                mode,
                most,
                isOfTenants,
            }
        );
}
