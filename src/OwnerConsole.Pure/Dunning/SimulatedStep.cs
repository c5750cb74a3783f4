using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Pure.Dunning;

/// <summary>What a step would have done in the past.</summary>
/// <param name="Step">Null for the time after the last step.</param>
/// <param name="Reached">Number of invoices that were still unpaid at that time; 0 for the time after the last step.</param>
/// <param name="Recovered">Number of invoices that were paid before the step, and after the previous one.</param>
/// <param name="RecoveredAmounts">Their amounts, one per currency, ordered by currency; empty if there are none.</param>
public sealed record SimulatedStep(DunningStep? Step, int Reached, int Recovered, IReadOnlyList<Money> RecoveredAmounts)
{
    /// <summary>Calculates what steps would have done. The customers are assumed to have paid when they did.</summary>
    /// <param name="steps">Steps in any order.</param>
    /// <param name="failures">Failures in any order.</param>
    /// <param name="now">Steps after this time aren't counted.</param>
    /// <returns>The steps by day, then the time after the last one.</returns>
    public static IReadOnlyList<SimulatedStep> Simulate(IReadOnlyCollection<DunningStep> steps, IReadOnlyCollection<PastFailure> failures, DateTimeOffset now)
    {
        DunningStep?[] rows = [.. steps.OrderBy(step => step.Day).ThenBy(step => step.Action), null];
        var reached = new int[rows.Length];
        var recovered = new List<Money>[rows.Length];
        for (var row = 0; row < rows.Length; row++)
            recovered[row] = [];
        foreach (var failure in failures)
        {
            var plan = DunningSchedule.Plan(steps, failure.FailedAt, failure.Zone, []);
            var end = failure.PaidAt ?? now;
            var done = plan.TakeWhile(step => step.At <= end && step.At <= now).Count();
            for (var row = 0; row < done; row++)
                reached[row]++;
            if (failure.PaidAt is not null)
                recovered[done].Add(failure.Amount);
        }
        return [.. rows.Select((step, row) => new SimulatedStep(step, reached[row], recovered[row].Count, Sum(recovered[row])))];
    }

    private static IReadOnlyList<Money> Sum(IEnumerable<Money> amounts) =>
        [
            .. amounts
                .GroupBy(amount => amount.Currency, StringComparer.Ordinal)
                .OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => new Money(group.Sum(amount => amount.Amount), group.Key)),
        ];
}
