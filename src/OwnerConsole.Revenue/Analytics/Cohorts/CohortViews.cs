using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Revenue.Analytics.Cohorts;

/// <summary>A cohort in the API: tenants that paid for the first time in a month.</summary>
/// <param name="Cohort">First day of the month.</param>
/// <param name="Tenants">Number of tenants.</param>
/// <param name="NewMrr">MRR with which they started.</param>
/// <param name="Months">The cohort at the end of each month, from its own to the current one.</param>
public sealed record CohortView(DateOnly Cohort, long Tenants, Money NewMrr, IReadOnlyList<CohortMonthView> Months)
{
    internal static CohortView Of(CohortMap.Row row, string currency) =>
        new(row.Cohort, row.Size, new(Mrr.RoundForDisplay(row.NewMinor), currency), [.. row.Cells.Select((_, age) => CohortMonthView.Of(row, age, currency))]);
}

/// <summary>A cohort at the end of a month, or now for the current month.</summary>
/// <param name="Month">First day of the month.</param>
/// <param name="Tenants">Tenants of the cohort that pay.</param>
/// <param name="LogoRetention">Share of all tenants of the cohort.</param>
/// <param name="GrossRevenueRetention">Share of the starting MRR without expansion.</param>
/// <param name="NetRevenueRetention">Share of the starting MRR with expansion; can be more than 1.</param>
/// <param name="IsOpen">Whether the month hasn't ended.</param>
public sealed record CohortMonthView(
    DateOnly Month,
    long Tenants,
    Money Mrr,
    decimal? LogoRetention,
    decimal? GrossRevenueRetention,
    decimal? NetRevenueRetention,
    bool IsOpen
)
{
    private const int Decimals = 9;

    internal static CohortMonthView Of(CohortMap.Row row, int age, string currency)
    {
        var cell = row.Cells[age];
        decimal? Share(CohortMeasure measure) => row.Share(measure, age) is { } share ? Math.Round(share, Decimals) : null;
        return new(
            cell.Month,
            cell.Tenants,
            new(Pure.Amounts.Mrr.RoundForDisplay(cell.MrrMinor), currency),
            Share(CohortMeasure.Logos),
            Share(CohortMeasure.GrossRevenue),
            Share(CohortMeasure.NetRevenue),
            cell.IsOpen
        );
    }
}
