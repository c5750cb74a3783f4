using OwnerConsole.Data;

namespace OwnerConsole.Revenue.Analytics.Cohorts;

/// <summary>Stored cohorts: calculated again per tenant from its movements, with the cells updated by the difference.</summary>
internal static class CohortRollup
{
    /// <param name="work">A transaction that names the tenants and the platform.</param>
    public static async Task Rebuild(IReadOnlyCollection<string> ids, UnitOfWork work)
    {
        await work.Execute("select 1 from analytics.settings for no key update"); // so that the time zone doesn't change in the meantime
        await ClearStale(ids, work);
        work.Defer(Add("-"), new { ids });
        work.Defer("delete from analytics.cohort_tenants where tenant_id = any(@ids)", new { ids });
        work.Defer("delete from analytics.tenant_mrr where tenant_id = any(@ids)", new { ids });
        work.Defer(Tenants, new { ids });
        work.Defer(Periods, new { ids });
        work.Defer(Add(""), new { ids });
        await work.Execute("delete from analytics.cohort_cells where n = 0");
    }

    /// <summary>Clears the marks before the movements are read. Marks being written concurrently are skipped and handled next time.</summary>
    private static Task ClearStale(IReadOnlyCollection<string> ids, UnitOfWork work) =>
        work.Execute(
            """
            delete from analytics.stale_tenants
             where ctid = any(array(
               select d.at
                 from unnest(@ids) t(id)
                 cross join lateral (select ctid as at from analytics.stale_tenants where tenant_id = t.id for update skip locked) d))
            """,
            new { ids }
        );

    /// <summary>MRR of these tenants after each change: (tenant_id, currency, mode, at, month, mrr_minor).</summary>
    private const string Balances = """
        select m.tenant_id, m.currency, min(m.mode) as mode, m.at, date_trunc('month', m.at at time zone s.zone)::date as month,
               sum(sum(m.delta_minor)) over (partition by m.tenant_id, m.currency order by m.at) as mrr_minor
          from movements.movements m
         cross join analytics.settings s
         where m.tenant_id = any(@ids)
         group by m.tenant_id, m.currency, m.at, s.zone
        """;

    /// <summary>Plan with the largest MRR of the tenant at the time of a row <c>b</c>.</summary>
    private const string MainPlan = """
        (select m.plan from movements.movements m
          where m.tenant_id = b.tenant_id and m.currency = b.currency and m.at <= b.at
          group by m.plan order by sum(m.delta_minor) desc, m.plan limit 1)
        """;

    /// <summary>Values are part of an index, which limits their length.</summary>
    private const string MaxValueLength = "200";

    private const string Tenants = $"""
        insert into analytics.cohort_tenants (tenant_id, currency, mode, cohort, new_minor, plan, source, country)
        select b.tenant_id, b.currency, b.mode, b.month, b.mrr_minor, {MainPlan}, coalesce(left(a.source, {MaxValueLength}), ''), coalesce(left(a.country, {MaxValueLength}), '')
          from (select distinct on (tenant_id, currency) * from ({Balances}) x where mrr_minor > 0 order by tenant_id, currency, at) b
         cross join lateral (select max(a.value #>> '{"{}"}') filter (where a.name = 'source') as source, max(a.value #>> '{"{}"}') filter (where a.name = 'country') as country
                               from core.attributes a
                              where a.tenant_id = b.tenant_id and a.name in ('source', 'country') and a.to_at is null) a
        """;

    private const string Periods = $"""
        insert into analytics.tenant_mrr (tenant_id, currency, mode, from_month, to_month, mrr_minor, plan)
        select b.tenant_id, b.currency, b.mode, b.month, b.to_month, b.mrr_minor, {MainPlan}
          from (select x.*, lead(x.month) over (partition by x.tenant_id, x.currency order by x.month) as to_month
                  from (select distinct on (tenant_id, currency, month) * from ({Balances}) x order by tenant_id, currency, month, at desc) x) b
         where b.mrr_minor > 0
        """;

    /// <summary>Adds the stored rows of these tenants to the cells, or subtracts them.</summary>
    private static string Add(string sign) =>
        $"""
            insert into analytics.cohort_cells as k (mode, currency, dimension, value, cohort, month, size, new_minor, tenants, mrr_minor, kept_minor, n)
            select c.mode, c.currency, d.dimension, d.value, c.cohort, x.month, {sign}sum(x.size), {sign}sum(x.new_minor), {sign}sum(x.tenants), {sign}sum(x.mrr_minor),
                   {sign}sum(x.kept_minor), {sign}count(*)
              from analytics.cohort_tenants c
             cross join lateral (values ('all', ''), ('plan', c.plan), ('source', c.source), ('country', c.country)) d(dimension, value)
             cross join lateral (
               select c.cohort as month, 1 as size, c.new_minor, 0 as tenants, 0::numeric as mrr_minor, 0::numeric as kept_minor
               union all
               select t.from_month, 0, 0, 1, t.mrr_minor, least(t.mrr_minor, c.new_minor)
                 from analytics.tenant_mrr t where t.tenant_id = c.tenant_id and t.currency = c.currency
               union all
               select t.to_month, 0, 0, -1, -t.mrr_minor, -least(t.mrr_minor, c.new_minor)
                 from analytics.tenant_mrr t where t.tenant_id = c.tenant_id and t.currency = c.currency and t.to_month is not null) x
             where c.tenant_id = any(@ids)
             group by 1, 2, 3, 4, 5, 6
             order by 1, 2, 3, 4, 5, 6
            on conflict (mode, currency, dimension, value, cohort, month) do update
               set size = k.size + excluded.size, new_minor = k.new_minor + excluded.new_minor, tenants = k.tenants + excluded.tenants,
                   mrr_minor = k.mrr_minor + excluded.mrr_minor, kept_minor = k.kept_minor + excluded.kept_minor, n = k.n + excluded.n
            """;
}
