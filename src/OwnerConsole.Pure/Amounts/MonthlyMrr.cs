namespace OwnerConsole.Pure.Amounts;

/// <summary>Sum of the movements of one kind in a month, in the reporting currency.</summary>
/// <param name="Month">First day of the month.</param>
/// <param name="Kind">Kind of the movements.</param>
/// <param name="Plan">Key of the plan; empty for a sum over all plans.</param>
/// <param name="Delta">Unrounded sum in minor units of the currency.</param>
public sealed record MonthlyMrr(DateOnly Month, MovementKind Kind, string Plan, decimal Delta)
{
    /// <summary>Compares what was booked in closed months with what would be booked now.</summary>
    /// <param name="due">Movements according to the current facts.</param>
    /// <param name="booked">Booked movements, including earlier adjustments.</param>
    /// <returns>What is missing in the booked movements by month, kind and plan, without zeros.</returns>
    public static IReadOnlyList<MonthlyMrr> Differences(IEnumerable<MonthlyMrr> due, IEnumerable<MonthlyMrr> booked) =>
        Sum(due.Concat(booked.Select(sum => sum with { Delta = -sum.Delta })));

    /// <summary>Returns what changes when a month is restated: it is reopened with all later months, recalculated and closed again.</summary>
    /// <param name="differences">Differences of all closed months.</param>
    /// <param name="month">First day of the restated month.</param>
    /// <returns>Changes of this month and of later ones. Differences of earlier months are booked in this one as an adjustment.</returns>
    public static IReadOnlyList<MonthlyMrr> Restated(IEnumerable<MonthlyMrr> differences, DateOnly month) =>
        Sum(differences.Select(sum => sum.Month >= month ? sum : sum with { Month = month, Kind = MovementKind.Adjustment }));

    private static IReadOnlyList<MonthlyMrr> Sum(IEnumerable<MonthlyMrr> sums) =>
        [
            .. sums.GroupBy(sum => (sum.Month, sum.Kind, sum.Plan))
                .Select(group => new MonthlyMrr(group.Key.Month, group.Key.Kind, group.Key.Plan, group.Sum(sum => sum.Delta)))
                .Where(sum => sum.Delta != 0),
        ];
}
