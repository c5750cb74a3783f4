using OwnerConsole.Data;

namespace OwnerConsole.Kernel.Tenancy;

/// <summary>Deletes all rows of tenants. Past decisions stay in the log and among the runs, which contain no names.</summary>
public static class TenantRows
{
    // Without an index by tenant. Each event counts in core.tenant_days within seconds, which is searched instead.
    private const string Events = "core.events";

    private static readonly string[] s_kept =
    [
        "auth.api_keys",
        "core.erasures",
        "core.preview_subjects",
        "core.previews",
        "core.run_subjects",
        "core.runs",
        "core.status_counts", // is maintained automatically
        "core.status_changes", // each deleted tenant reduces its counts
        "webhooks.endpoints",
    ];

    // Other tables are derived from these, so these are deleted last.
    private static readonly string[] s_last = ["core.tenant_summaries", "core.tenant_status", "core.tenants"];

    // Tables that a report of a tenant fills, also when nothing else has happened. In the order in which their rows are deleted.
    private static readonly string[] s_reported =
    [
        "webhooks.attempts",
        "webhooks.deliveries",
        "automations.enrollments",
        "core.attributes",
        "core.moments",
        "core.plan_items",
        "core.lifecycles",
        "duplicates.keys",
        "duplicates.stale",
        "entitlements.usage",
        "entitlements.revisions",
        .. s_last,
    ];

    // Figures that are derived from reports. Their projectors delete the rows of removed tenants and correct the sums.
    private static readonly string[] s_projected =
    [
        "analytics.cohort_tenants",
        "analytics.stale_tenants",
        "analytics.tenant_mrr",
        "movements.balances",
        "movements.currencies",
        "movements.movements",
    ];

    /// <summary>Deletes tenants with everything that belongs to them. The caller has checked legal holds.</summary>
    /// <param name="tenants">IDs of tenants.</param>
    /// <param name="work">Transaction that names the tenants.</param>
    public static async Task Delete(IReadOnlyList<string> tenants, UnitOfWork work)
    {
        foreach (var table in await Tables("tenant_id", work))
            await work.Execute($"delete from {table} where tenant_id = any(@tenants)", new { tenants });
    }

    /// <summary>
    /// Finds tenants to which something else happened than reports of their own fields: any row of a table that reports don't fill, such as events, invoices, notes
    /// and runs, usage of a limit, a key, or revenue in a closed month.
    /// </summary>
    /// <param name="tenants">IDs of tenants.</param>
    /// <param name="work">Transaction that names the tenants and the platform, and has locked the tenants.</param>
    public static async Task<IReadOnlySet<string>> FindUsed(IReadOnlyCollection<string> tenants, UnitOfWork work)
    {
        var used = (
            await work.List<string>(
                """
                select x.tenant_id from core.run_subjects x where x.tenant_id = any(@tenants)
                union
                select k.only_tenant from auth.api_keys k where k.only_tenant = any(@tenants)
                union
                select u.tenant_id from entitlements.usage u where u.tenant_id = any(@tenants) and (u.used > 0 or u.reserved > 0)
                union
                select m.tenant_id from movements.movements m
                 where m.tenant_id = any(@tenants) and m.at < (select max(c.until_at) from movements.closings c where c.closed_by is null)
                """,
                new { tenants }
            )
        ).ToHashSet(StringComparer.Ordinal);
        foreach (var table in (await Tables("tenant_id", work)).Except([.. s_reported, .. s_projected, Events]))
            used.UnionWith(await work.List<string>($"select distinct tenant_id from {table} where tenant_id = any(@tenants)", new { tenants }));
        return used;
    }

    /// <summary>Deletes tenants to which nothing else happened than reports. Metrics of the days since they signed up are calculated again.</summary>
    /// <param name="tenants">IDs of tenants that <see cref="FindUsed"/> didn't find. The caller has checked legal holds.</param>
    /// <param name="work">Transaction that names the tenants.</param>
    public static async Task DeleteReported(IReadOnlyCollection<string> tenants, UnitOfWork work)
    {
        await work.Execute(
            """
            insert into core.stale_days (mode, basis, day, ever_after)
            select t.mode, '*', min(t.opened_at at time zone c.zone)::date, true
              from core.tenants t cross join core.reporting c
             where t.tenant_id = any(@tenants) and (t.opened_at at time zone c.zone)::date < (now() at time zone c.zone)::date
             group by t.mode
            """,
            new { tenants }
        );
        foreach (var table in s_reported)
            await work.Execute($"delete from {table} where tenant_id = any(@tenants)", new { tenants });
    }

    /// <returns>Tables with the column, without those that the others are derived from.</returns>
    internal static async Task<IReadOnlyList<string>> ListDerived(string column, UnitOfWork work) => [.. (await Tables(column, work)).Except(s_last)];

    private static async Task<IReadOnlyList<string>> Tables(string column, UnitOfWork work)
    {
        var all = await work.List<string>(
            """
            select format('%I.%I', n.nspname, c.relname)
              from pg_class c
              join pg_namespace n on n.oid = c.relnamespace
              join pg_attribute a on a.attrelid = c.oid and a.attname = @column and not a.attisdropped
             where c.relkind in ('r', 'p') and not c.relispartition and n.nspname not in ('pg_catalog', 'information_schema')
               and has_table_privilege(c.oid, 'delete')
             order by 1
            """,
            new { column }
        );
        return [.. all.Except(s_kept).OrderBy(table => Array.IndexOf(s_last, table))];
    }
}
