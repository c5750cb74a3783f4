using System.Globalization;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Revenue.Analytics;

/// <summary>Calculates cohorts from all movements, independently of the stored ones, and compares both.</summary>
internal static class CohortScan
{
    /// <summary>Returns one row per dimension, value, cohort and month up to now.</summary>
    private const string Sql = """
        with zone as (select zone from core.reporting),
        month as (
          select m::date as month, (m + interval '1 month') at time zone zone as ends_at
            from zone, generate_series('2024-01-01'::timestamp, date_trunc('month', now() at time zone zone), '1 month') m),
        paid as (
          select v.tenant_id, v.mode, v.currency, v.at,
                 (select sum(x.delta_minor) from movements.movements x where x.tenant_id = v.tenant_id and x.currency = v.currency and x.at <= v.at) as mrr
            from movements.movements v),
        began as (
          select distinct on (tenant_id, currency) tenant_id, mode, currency, date_trunc('month', at at time zone (select zone from zone))::date as cohort, mrr as new_mrr, at
            from paid where mrr > 0 order by tenant_id, currency, at),
        tagged as (
          select b.*, d.dimension,
                 case d.dimension
                   when 'all' then ''
                   when 'plan' then (select x.plan from movements.movements x where x.tenant_id = b.tenant_id and x.currency = b.currency and x.at <= b.at group by x.plan order by sum(x.delta_minor) desc, x.plan limit 1)
                   else coalesce((select a.value #>> '{}' from core.attributes a where a.tenant_id = b.tenant_id and a.name = d.dimension and a.to_at is null), '')
                 end as value
            from began b cross join (values ('all'), ('plan'), ('source'), ('country')) d(dimension)),
        stands as (
          select t.*, m.month,
                 (select coalesce(sum(x.delta_minor), 0) from movements.movements x where x.tenant_id = t.tenant_id and x.currency = t.currency and x.at < m.ends_at) as mrr
            from tagged t join month m on m.month >= t.cohort)
        select mode, currency, dimension, value, cohort, month, count(*) as size, sum(new_mrr) as new_mrr, count(*) filter (where mrr > 0) as tenants,
               sum(greatest(mrr, 0)) as mrr, sum(greatest(least(mrr, new_mrr), 0)) as kept
          from stands group by 1, 2, 3, 4, 5, 6
        """;

    /// <summary>The stored cells, added up over months.</summary>
    private const string Stored = """
        select c.mode, c.currency, c.dimension, c.value, c.cohort, m.month, sum(k.size)::bigint as size, sum(k.new_minor) as new_mrr, sum(k.tenants)::bigint as tenants,
               sum(k.mrr_minor) as mrr, sum(k.kept_minor) as kept
          from (select distinct mode, currency, dimension, value, cohort from analytics.cohort_cells) c
          join (select m::date as month from core.reporting r, generate_series('2024-01-01'::timestamp, date_trunc('month', now() at time zone r.zone), '1 month') m) m
            on m.month >= c.cohort
          join analytics.cohort_cells k on (k.mode, k.currency, k.dimension, k.value, k.cohort) = (c.mode, c.currency, c.dimension, c.value, c.cohort) and k.month <= m.month
         group by 1, 2, 3, 4, 5, 6
        """;

    private const string Columns =
        "mode, currency, dimension, value, cohort, month, size, trim_scale(new_mrr) as new_mrr, tenants, trim_scale(mrr) as mrr, trim_scale(kept) as kept";

    /// <returns>Number of cells, and those that differ.</returns>
    public static async Task<(long Cells, IReadOnlyList<string> Wrong)> Compare(TestConsole console)
    {
        await using var work = await console.Database.Read();
        var wrong = await work.List<string>(
            $"""
            with due as (select {Columns} from ({Sql}) x), stored as (select {Columns} from ({Stored}) x)
            select 'due ' || d::text from (table due except table stored) d union all select 'stored ' || s::text from (table stored except table due) s
            """
        );
        return (await work.One<long>($"select count(*) from ({Stored}) x"), wrong);
    }

    /// <returns>Cells as text, such as <c>M0 1/2 60.00</c>: paying tenants, size and MRR.</returns>
    public static string Describe(System.Text.Json.JsonElement cohort) =>
        string.Join(
            ", ",
            cohort
                .GetProperty("months")
                .EnumerateArray()
                .Select(
                    (month, age) =>
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"M{age} {month.GetProperty("tenants").GetInt64()}/{cohort.GetProperty("tenants").GetInt64()} {month.GetProperty("mrr").GetProperty("amount").GetInt64() / 100m:0.00}"
                        )
                )
        );
}
