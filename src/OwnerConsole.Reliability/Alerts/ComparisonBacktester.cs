using System.Globalization;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Metrics.Catalogue;
using OwnerConsole.Pure.Alerts;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Reliability.Alerts;

/// <summary>Finds when a rule that compares a metric with its past would have been met, from the numbers of each hour or day.</summary>
public sealed class ComparisonBacktester(MetricExecutor executor)
{
    private const int DaysOfWeek = 7;

    /// <param name="input">Normalized, of the kind change or anomaly.</param>
    /// <param name="history">Period that is tested.</param>
    /// <returns>Null for windows of several days, and for metrics without history or that can't be read.</returns>
    internal async Task<IReadOnlyList<MetPeriod>?> FindMet(AlertRuleInput input, MetPeriod history, UnitOfWork reading, CancellationToken stop)
    {
        if (input is not { Metric: { } metric, MeasuredOver: { } window and not MetricWindow.Week })
            return null;
        var zone = await MetricWindowReader.FindZone(reading);
        // One day more, because the first day is not a complete one.
        var days = (int)(history.To - history.From).TotalDays + (DaysOfWeek * (input.HistoryWeeks ?? 1)) + 1;
        var grain = window is MetricWindow.Hour ? Grain.Hour : Grain.Day;
        try
        {
            var query = new MetricQuery([metric], new(Last: string.Create(CultureInfo.InvariantCulture, $"{days}d")), grain);
            var answer = await executor.Execute(query, Caller.System with { Mode = Mode.Live }, reading, stop);
            if (answer.Metrics[0].Freshness.State is FreshnessState.Failed)
                return null; // the failed statement has ended the transaction
            var values = answer
                .Metrics[0]
                .Groups.SelectMany(group => group.Points)
                .Where(point => !point.Partial && point.Figure.Value is not null)
                .Select(point => new SeriesValue(point.From, point.To, point.Figure.Value!.Value)) // selected above
                .ToList();
            return SeriesBacktest.FindMet(
                values,
                history.From,
                start => AlertComparisons.FindEarlier(new(start, start), window, input.ComparedWith, input.HistoryWeeks, zone).Select(earlier => earlier.From),
                (value, earlier) => AlertComparisons.IsMet(input, value, earlier)
            );
        }
        catch (Problem problem) when (problem.Status is 400)
        {
            return null; // for example a metric without hourly numbers
        }
    }
}
