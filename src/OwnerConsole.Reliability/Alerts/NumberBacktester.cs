using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Pure.Alerts;

namespace OwnerConsole.Reliability.Alerts;

/// <summary>Finds when a rule about a number would have been met, from what the source of the number has stored.</summary>
public sealed class NumberBacktester(WatchedNumbers numbers)
{
    /// <param name="input">Normalized, of the kind health number.</param>
    /// <param name="history">Period that is tested.</param>
    /// <returns>Periods for each alert; null if the source stores no history.</returns>
    internal async Task<IReadOnlyList<IEnumerable<MetPeriod>>?> FindMet(AlertRuleInput input, MetPeriod history, UnitOfWork reading)
    {
        if (numbers.Find(input.HealthNumber) is not var (number, source) || input is not { ThresholdValue: { } threshold, Comparison: { } comparison })
            return null;
        var isByReplica = number.HasServices && input.NumberScope is NumberScope.Replica;
        var condition = new NumberCondition(number, input.Service, isByReplica, comparison is ThresholdComparison.Above, threshold);
        return await source.FindPast(condition, history.From, reading) is { } past
            ? [.. past.GroupBy(period => (period.Service, period.Replica)).Select(same => same.Select(period => Within(history, period)))]
            : null;
    }

    private static MetPeriod Within(MetPeriod history, NumberPeriod period) =>
        new(period.StartedAt > history.From ? period.StartedAt : history.From, period.EndedAt < history.To ? period.EndedAt : history.To);
}
