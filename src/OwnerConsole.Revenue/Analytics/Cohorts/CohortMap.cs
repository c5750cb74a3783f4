using OwnerConsole.Data;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Revenue.Analytics.Cohorts;

/// <summary>Tenants by the month of their first MRR, and how many of them pay at the end of each month since.</summary>
/// <param name="Zone">Time zone in which months start.</param>
/// <param name="Rows">Cohorts, oldest first. Months without new paying tenants are left out.</param>
/// <param name="Stale">Number of tenants that are being calculated again.</param>
public sealed record CohortMap(string Zone, string Currency, DateOnly CurrentMonth, IReadOnlyList<CohortMap.Row> Rows, long Stale)
{
    /// <summary>Maximum number of cohorts, and so of months in a row.</summary>
    public const int MaxMonths = 36;

    /// <param name="months">Number of cohorts, including the current month.</param>
    public static async Task<CohortMap> Find(CohortSegment segment, int months, Mode mode, UnitOfWork work)
    {
        var today = (
            await work.One<Today>(
                """
                select r.zone, r.currency, date_trunc('month', now() at time zone r.zone)::date as month, (select count(*) from analytics.stale_tenants) as stale
                  from core.reporting r
                """
            )
        )!; // core.reporting always has one row
        var changes = await work.List<Change>(
            """
            select cohort, month, size, new_minor, tenants, mrr_minor, kept_minor
              from analytics.cohort_cells
             where mode = @mode and currency = @Currency and dimension = @Dimension and value = @Value and cohort >= @first
             order by cohort, month
            """,
            new
            {
                mode,
                today.Currency,
                segment.Dimension,
                segment.Value,
                first = today.Month.AddMonths(1 - months),
            }
        );
        var rows = changes.GroupBy(change => change.Cohort).Select(cohort => Fill([.. cohort], today.Month)).Where(row => row.Size > 0);
        return new(today.Zone, today.Currency, today.Month, [.. rows], today.Stale);
    }

    /// <returns>The average of all cohorts, each with the weight of its tenants or MRR; null if none is that old. Months that haven't ended don't count.</returns>
    public decimal? Average(CohortMeasure measure, int age)
    {
        var old = Rows.Where(row => row.Cells.Count > age && !row.Cells[age].IsOpen).ToList();
        var all = old.Sum(row => row.Whole(measure));
        return all == 0 ? null : old.Sum(row => row.Cells[age].Part(measure)) / all;
    }

    private static Row Fill(IReadOnlyList<Change> changes, DateOnly current)
    {
        var cells = new List<Cell>();
        var (tenants, mrr, kept, at) = (0L, 0m, 0m, 0);
        for (var month = changes[0].Cohort; month <= current; month = month.AddMonths(1))
        {
            for (; at < changes.Count && changes[at].Month <= month; at++)
                (tenants, mrr, kept) = (tenants + changes[at].Tenants, mrr + changes[at].MrrMinor, kept + changes[at].KeptMinor);
            cells.Add(new(month, tenants, mrr, kept, month == current));
        }
        return new(changes[0].Cohort, changes.Sum(change => change.Size), changes.Sum(change => change.NewMinor), cells);
    }

    /// <summary>A cohort. Amounts are in the smallest unit of the currency and not rounded.</summary>
    /// <param name="Cohort">First day of its month.</param>
    /// <param name="Size">Tenants that paid for the first time in that month.</param>
    /// <param name="NewMinor">MRR with which they started.</param>
    /// <param name="Cells">One per month, from the month of the cohort to the current one.</param>
    public sealed record Row(DateOnly Cohort, long Size, decimal NewMinor, IReadOnlyList<Cell> Cells)
    {
        /// <summary>What the shares of a measure are parts of.</summary>
        public decimal Whole(CohortMeasure measure) => measure is CohortMeasure.Logos ? Size : NewMinor;

        /// <returns>Retained share; null if the cohort isn't that old.</returns>
        public decimal? Share(CohortMeasure measure, int age) => age < Cells.Count && Whole(measure) != 0 ? Cells[age].Part(measure) / Whole(measure) : null;
    }

    /// <summary>A cohort at the end of a month, or now for the current month.</summary>
    /// <param name="Tenants">Tenants that pay.</param>
    /// <param name="KeptMinor">Their MRR without what exceeds the MRR each started with.</param>
    /// <param name="IsOpen">Whether the month hasn't ended.</param>
    public sealed record Cell(DateOnly Month, long Tenants, decimal MrrMinor, decimal KeptMinor, bool IsOpen)
    {
        public decimal Part(CohortMeasure measure) =>
            measure switch
            {
                CohortMeasure.Logos => Tenants,
                CohortMeasure.GrossRevenue => KeptMinor,
                _ => MrrMinor,
            };
    }

    internal sealed record Today(string Zone, string Currency, DateOnly Month, long Stale);

    internal sealed record Change(DateOnly Cohort, DateOnly Month, long Size, decimal NewMinor, long Tenants, decimal MrrMinor, decimal KeptMinor);
}
