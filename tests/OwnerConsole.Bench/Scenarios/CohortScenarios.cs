using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Revenue.Analytics.Cohorts;

namespace OwnerConsole.Bench.Scenarios;

/// <summary>Cohorts of 36 months over 36 months: from the stored cells that pages read, compared with all changes.</summary>
internal static class CohortScenarios
{
    private const int CohortMonths = 36;

    public static readonly Scenario Cohorts = new(
        "B8",
        "cohorts",
        "cohorts of 36 × 36 months from their stored cells ÷ the same from all changes",
        1000,
        async (console, quick) =>
        {
            await RevenueScenarios.Fill(console, quick ? 5_000 : 100_000, CohortMonths);
            var follows = console.Get<IEnumerable<IWorkHandler>>().Single(kind => kind.Name == "cohorts.follow");
            do await follows.Execute(new("bench", 0, null, follows.Name, default, 0), CancellationToken.None);
            while (await console.One<bool>("select exists (select 1 from analytics.stale_tenants)"));
            await console.Do("analyze analytics.cohort_cells; analyze analytics.cohort_tenants; analyze analytics.tenant_mrr");
            return new(() => console.Do(FromAllChanges), () => FromCells(console), Callers: 1) { Also = () => Compare(console) };
        }
    );

    /// <summary>One row per cohort and month: paying tenants, their MRR, and their MRR without expansion.</summary>
    private const string FromAllChanges = """
        with zone as (select zone from core.reporting),
        paid as (
          select tenant_id, at, sum(sum(delta_minor)) over (partition by tenant_id order by at) as mrr
            from movements.movements where mode = 'live' and currency = 'USD' group by tenant_id, at),
        began as (
          select distinct on (tenant_id) tenant_id, date_trunc('month', at at time zone zone)::date as cohort, mrr as new_mrr
            from paid cross join zone where mrr > 0 order by tenant_id, at),
        ends as (
          select distinct on (tenant_id, month) tenant_id, date_trunc('month', at at time zone zone)::date as month, mrr
            from paid cross join zone order by tenant_id, month, at desc),
        spans as (select tenant_id, month, lead(month) over (partition by tenant_id order by month) as until, mrr from ends),
        month as (select m::date as month from zone, generate_series(date_trunc('month', now() at time zone zone) - interval '35 months', date_trunc('month', now() at time zone zone), interval '1 month') m)
        select b.cohort, m.month, count(*) as tenants, sum(s.mrr) as mrr, sum(least(s.mrr, b.new_mrr)) as kept
          from began b join spans s using (tenant_id) join month m on m.month >= s.month and (s.until is null or m.month < s.until)
         where s.mrr > 0 and b.cohort >= (select min(month) from month)
         group by 1, 2
        """;

    private static async Task<CohortMap> FromCells(BenchConsole console)
    {
        await using var work = await console.Database.Read();
        return await CohortMap.Find(CohortSegment.All, CohortMonths, Mode.Live, work);
    }

    private static async Task<(bool Holds, string Says)> Compare(BenchConsole console)
    {
        var movements = await console.One<long>("select count(*) from movements.movements");
        await using var work = await console.Database.Read();
        var due = (await work.List<Row>(FromAllChanges)).ToHashSet();
        var cells = (await FromCells(console))
            .Rows.SelectMany(row => row.Cells.Select(cell => new Row(row.Cohort, cell.Month, cell.Tenants, cell.MrrMinor, cell.KeptMinor)))
            .Where(row => row.Tenants > 0)
            .ToHashSet();
        var differ = due.Except(cells).Count() + cells.Except(due).Count();
        return (differ == 0 && due.Count > 0, $"{movements} movements, {due.Count} cells, {differ} differ.");
    }

    internal sealed record Row(DateOnly Cohort, DateOnly Month, long Tenants, decimal Mrr, decimal Kept);
}
