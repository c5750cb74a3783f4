using System.Globalization;
using Microsoft.Extensions.Logging;
using OwnerConsole.Data;
using OwnerConsole.Metrics.Catalogue;
using OwnerConsole.Pure.Alerts;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Reliability.Alerts;

/// <summary>Reads the numbers of metrics over a window.</summary>
internal sealed class MetricWindowReader(MetricExecutor executor, ILogger<MetricWindowReader> log)
{
    /// <summary>Most metrics of one query.</summary>
    private const int MaxMetrics = 40;

    /// <returns>Query for the numbers of a window.</returns>
    public static MetricQuery Query(IReadOnlyList<string> metrics, MetricWindow window, MetPeriod period, Zone zone) =>
        new(
            metrics,
            window is MetricWindow.Hour
                ? new(From: Format(period.From.UtcDateTime, "yyyy-MM-dd'T'HH:mm:ss'Z'"), To: Format(period.To.UtcDateTime, "yyyy-MM-dd'T'HH:mm:ss'Z'"))
                : new(From: FormatDay(zone.DayOf(period.From)), To: FormatDay(zone.DayOf(period.To).AddDays(-1))) // a day can start at 1:00
        );

    /// <returns>The reporting time zone.</returns>
    public static async Task<Zone> FindZone(UnitOfWork reading)
    {
        var name = await reading.One<string>("select r.zone from core.reporting r");
        return Zone.FirstKnown(name);
    }

    /// <returns>Numbers by metric, null without a number. Metrics that can't be read are missing.</returns>
    public async Task<IReadOnlyDictionary<string, decimal?>> Read(
        IReadOnlyCollection<string> metrics,
        MetricWindow window,
        MetPeriod period,
        Zone zone,
        CancellationToken stop
    )
    {
        var values = new Dictionary<string, decimal?>(StringComparer.Ordinal);
        foreach (var part in metrics.Chunk(MaxMetrics))
        foreach (var (metric, value) in await Read(part, Query(part, window, period, zone), stop))
            values[metric] = value;
        return values;
    }

    /// <summary>
    /// Reads the metrics with one query. If one is refused, for example because it has changed since its rule was saved, or fails, each is read alone. Each query has
    /// its own transaction, because a failed statement ends it.
    /// </summary>
    private async Task<IReadOnlyList<(string Metric, decimal? Value)>> Read(IReadOnlyList<string> metrics, MetricQuery query, CancellationToken stop)
    {
        try
        {
            var answer = await executor.Execute(query, Caller.System with { Mode = Mode.Live }, stop);
            var read = answer
                .Metrics.Where(metric => metric.Freshness.State is not FreshnessState.Failed)
                .Select(metric => (metric.Id, metric.Groups is [var group, ..] ? group.Total?.Value : null))
                .ToList();
            if (metrics.Count == 1 || read.Count == metrics.Count)
                return read;
        }
        catch (Problem problem) when (metrics.Count == 1)
        {
            log.LogWarning(problem, "The metric {Metric} of an alert rule can't be compared with its past.", metrics[0]);
            return [];
        }
        catch (Problem)
        {
            // Each is read alone below.
        }
        var values = new List<(string Metric, decimal? Value)>();
        foreach (var metric in metrics) // rare
            values.AddRange(await Read([metric], query with { Metrics = [metric] }, stop));
        return values;
    }

    private static string FormatDay(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Format(DateTime at, string format) => at.ToString(format, CultureInfo.InvariantCulture);
}
