using OwnerConsole.Data;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Revenue.Movements;

/// <summary>What restating a closed month would change.</summary>
/// <param name="Month">First day of the month.</param>
/// <param name="Changes">Changes by kind of this month and of later closed months, in the smallest unit of the reporting currency and not rounded.</param>
/// <param name="IsOrigin">Whether movements of the month itself differ, and not only those of earlier months.</param>
/// <param name="HasChanges">Whether anything would change, also if it is only the MRR by plan or by tenant.</param>
public sealed record ClosedMonthDifference(DateOnly Month, IReadOnlyList<MonthlyMrr> Changes, bool IsOrigin, bool HasChanges)
{
    /// <summary>Change of the MRR at the end of the month.</summary>
    public decimal ClosingMinor => Changes.Where(change => change.Month == Month).Sum(change => change.Delta);

    /// <returns>The months in which movements differ, newest first.</returns>
    internal static IReadOnlyList<ClosedMonthDifference> Origins(IReadOnlyList<Row> rows) =>
        [.. rows.Select(row => row.Month).Distinct().OrderDescending().Select(month => Of(month, rows)).Where(difference => difference.IsOrigin)];

    /// <summary>Differences of the months that are closed in the reporting currency, summed over all tenants.</summary>
    /// <param name="mode">Null for both modes.</param>
    internal static Task<IReadOnlyList<Row>> FindRows(Mode? mode, UnitOfWork work) =>
        work.List<Row>(
            """
            select d.month, d.kind, sum(d.delta_minor) as delta
              from movements.month_differences d
             where (d.mode = @mode or @mode::text is null) and d.currency = (select currency from core.reporting)
               and d.month <= (select max(c.month) from movements.closings c where c.closed_by is null and c.currency = d.currency)
             group by d.month, d.kind
            """,
            new { mode }
        );

    /// <param name="rows">Differences of all closed months.</param>
    internal static ClosedMonthDifference Of(DateOnly month, IReadOnlyList<Row> rows)
    {
        var changes = MonthlyMrr.Restated(rows.Select(row => new MonthlyMrr(row.Month, row.Kind, "", row.Delta)), month);
        // An adjustment of this month can be explained by differences of earlier months; then it doesn't change.
        var isOrigin = rows.Any(row => row.Month == month && (row.Kind is not MovementKind.Adjustment || changes.Any(change => change.Month == month)));
        return new(month, changes, isOrigin, isOrigin || changes.Count > 0 || rows.Any(row => row.Month > month));
    }

    /// <summary>Difference by month and kind. It is 0 if those of several tenants or plans add up to 0.</summary>
    internal sealed record Row(DateOnly Month, MovementKind Kind, decimal Delta);
}
