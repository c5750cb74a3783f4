using OwnerConsole.Data;
using OwnerConsole.Pure.Amounts;
using OwnerConsole.Pure.Survival;
using OwnerConsole.Revenue.Analytics.Cohorts;

namespace OwnerConsole.Revenue.Analytics.LifetimeValues;

/// <summary>Lifetime value of a tenant: from average churn, and from a survival model of the monthly cohorts.</summary>
/// <param name="ArpaMinor">MRR per paying tenant, in the smallest unit of the currency; null without paying tenants.</param>
/// <param name="Margin">Gross margin, 0 to 1.</param>
/// <param name="Churn">Average monthly logo churn of the last 12 ended months; null without paying tenants in them.</param>
/// <param name="Fit">Survival model; null if there is too little data.</param>
/// <param name="Observed">Average logo retention by age of cohorts, from month 0 on.</param>
public sealed record LifetimeValueReport(
    string Currency,
    decimal? ArpaMinor,
    decimal Margin,
    decimal? Churn,
    SurvivalFit? Fit,
    IReadOnlyList<decimal?> Observed
)
{
    /// <summary>Data that a survival model needs at least.</summary>
    public const int MinTenants = 20,
        MinChurned = 5,
        MinMonths = 3;

    private const int ChurnMonths = 12;

    public CustomerLifetime? Lifetime => Churn is { } churn ? CustomerLifetime.Of(churn) : null;

    /// <summary>Lifetime value from average churn.</summary>
    public Money? Simple => ArpaMinor is { } arpa && Lifetime is { } lifetime ? Amount(lifetime.Value(arpa, Margin)) : null;

    /// <summary>Mean number of months by the survival model, at most <see cref="CustomerLifetime.MaxMonths"/>.</summary>
    public decimal? FittedMonths => Fit is null ? null : (decimal)Fit.MeanPeriods(CustomerLifetime.MaxMonths);

    /// <summary>Lifetime value by the survival model.</summary>
    public Money? Fitted => ArpaMinor is { } arpa && FittedMonths is { } months ? Amount(arpa * Margin * months) : null;

    public Money Amount(decimal minor) => new(Mrr.RoundForDisplay(minor), Currency);

    public static async Task<LifetimeValueReport> Find(Mode mode, UnitOfWork work)
    {
        var map = await CohortMap.Find(CohortSegment.All, CohortMap.MaxMonths, mode, work);
        var arguments = new
        {
            mode,
            map.Currency,
            first = map.CurrentMonth.AddMonths(-ChurnMonths),
            current = map.CurrentMonth,
        };
        var arpa = await work.One<decimal?>(
            """
            select sum(mrr_minor) / nullif(count(*), 0) from analytics.tenant_mrr
             where mode = @mode and currency = @Currency and from_month <= @current and to_month is null
            """,
            arguments
        );
        var churn = await work.One<decimal?>(
            """
            select count(*) filter (where s.to_month = m.month
                     and not exists (select from analytics.tenant_mrr e where e.tenant_id = s.tenant_id and e.currency = s.currency and e.from_month = m.month))::numeric
                   / nullif(count(*), 0)
              from generate_series(@first::timestamp, @current::timestamp - interval '1 month', interval '1 month') g
             cross join lateral (select g::date as month) m
              join analytics.tenant_mrr s on s.mode = @mode and s.currency = @Currency and s.from_month < m.month and (s.to_month is null or s.to_month >= m.month)
            """,
            arguments
        );
        var ages = map.Rows.Count == 0 ? 0 : map.Rows.Max(row => row.Cells.Count);
        return new(
            map.Currency,
            arpa,
            await GrossMargin.Read(work),
            churn,
            FitCohorts(map),
            [.. Enumerable.Range(0, ages).Select(age => map.Average(CohortMeasure.Logos, age)).TakeWhile(share => share is not null)]
        );
    }

    /// <summary>Fits the ended months of all cohorts. A tenant that returned counts as churned, because its cohort can't rise.</summary>
    private static SurvivalFit? FitCohorts(CohortMap map)
    {
        List<long[]> cohorts = [.. map.Rows.Select(Survivors).Where(cohort => cohort.Length > 1)];
        var isEnough =
            cohorts.Sum(cohort => cohort[0]) >= MinTenants
            && cohorts.Sum(cohort => cohort[0] - cohort[^1]) >= MinChurned
            && cohorts.Any(cohort => cohort.Length > MinMonths);
        return isEnough ? SurvivalFit.Of(cohorts) : null;
    }

    /// <returns>Tenants at the start and at the end of month 1 and later; those that left in month 0 are counted in month 1, which is the first whole one.</returns>
    private static long[] Survivors(CohortMap.Row row)
    {
        var survivors = new List<long> { row.Size };
        foreach (var cell in row.Cells.Skip(1).Where(cell => !cell.IsOpen))
            survivors.Add(Math.Min(survivors[^1], cell.Tenants));
        return [.. survivors];
    }
}
