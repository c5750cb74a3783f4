using OwnerConsole.Data;
using OwnerConsole.Metrics.Catalogue;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Metrics.Digests;

/// <summary>Reads the digests of many metrics with four queries, whose past days come from stored points.</summary>
public sealed class MetricDigests(MetricExecutor executor, MetricCatalogue catalogue, Database database)
{
    /// <summary>Number of days over which a change is shown.</summary>
    private const int Days = 30;

    private static readonly RequestedRange s_month = new(Last: "30d"),
        s_today = new(This: CalendarUnit.Day);

    /// <summary>Today, yesterday, and the days 30 days before each of them.</summary>
    private static readonly RequestedRange s_monthAndBefore = new(Last: "32d");

    /// <param name="only">Ids of the metrics to read; null for all.</param>
    /// <returns>The digests, ordered by id. Peaks aren't available for several tenants together, so callers with a segment don't get them.</returns>
    public async Task<IReadOnlyList<MetricDigest>> Find(Caller caller, IReadOnlyCollection<string>? only, CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        var metrics = (await catalogue.All(work))
            .Where(metric => (only is null || only.Contains(metric.Id)) && (metric.Kind is not MetricKind.Peak || caller.Segment is null))
            .ToLookup(PeriodOf);
        async Task<IReadOnlyDictionary<string, MetricResult>> Ask(
            IEnumerable<Metric> asked,
            RequestedRange range,
            Grain? grain = null,
            Comparison? compare = null
        )
        {
            var all = asked.ToList();
            if (all.Count == 0)
                return new Dictionary<string, MetricResult>();
            var query = new MetricQuery([.. all.Select(metric => metric.Id)], range, grain, Compare: compare);
            var answer = await MemberLabels.Ask(query, all, each => executor.Execute(each, caller, work, stop));
            return answer.Metrics.ToDictionary(result => result.Id, StringComparer.Ordinal);
        }
        var (sums, others) = Split(metrics[DigestPeriod.Days30]);
        var summed = await Ask(sums, s_month, Grain.Day, Comparison.PreviousPeriod);
        var whole = await Ask(others, s_month, compare: Comparison.PreviousPeriod);
        var daily = await Ask(metrics[DigestPeriod.Now].Concat(metrics[DigestPeriod.Yesterday]).Concat(others), s_monthAndBefore, Grain.Day);
        var now = await Ask(metrics[DigestPeriod.OnlyNow], s_today);
        return [.. metrics.SelectMany(group => group.Select(metric => Digest(metric, group.Key))).OrderBy(digest => digest.Metric.Id, StringComparer.Ordinal)];

        MetricDigest Digest(Metric metric, DigestPeriod period) =>
            period is DigestPeriod.OnlyNow ? new(metric, now[metric.Id], period, Total(now[metric.Id]), [])
            : summed.TryGetValue(metric.Id, out var sum) ? new(metric, sum, period, Total(sum), Trend(sum))
            : whole.TryGetValue(metric.Id, out var all) ? new(metric, all, period, Total(all), Trend(daily[metric.Id]))
            : new(metric, daily[metric.Id], period, AtEnd(daily[metric.Id], period is DigestPeriod.Yesterday ? 1 : 0), Trend(daily[metric.Id]));
    }

    public static DigestPeriod PeriodOf(Metric metric) =>
        !metric.HasPast ? DigestPeriod.OnlyNow
        : metric.IsAtEnd ? DigestPeriod.Now
        : metric.Kind is MetricKind.Distinct ? DigestPeriod.Yesterday
        : DigestPeriod.Days30;

    /// <returns>Metrics whose days add up to 30 days, and others, whose value of 30 days needs a separate query.</returns>
    private static (IEnumerable<Metric> Sums, IEnumerable<Metric> Others) Split(IEnumerable<Metric> metrics)
    {
        var sums = metrics.ToLookup(metric => metric.Kind is MetricKind.Flow or MetricKind.Peak);
        return (sums[true], sums[false]);
    }

    private static Figure? Total(MetricResult result) => result.Groups is [var group, ..] ? group.Total : null;

    private static IReadOnlyList<decimal?> Trend(MetricResult result) => [.. Points(result).TakeLast(Days).Select(point => point.Figure.Value)];

    /// <param name="daysAgo">Day of the value: 0 for today.</param>
    /// <returns>The value of the day, compared with the value 30 days before.</returns>
    private static Figure? AtEnd(MetricResult result, int daysAgo) =>
        Points(result) is var points && points.Count > Days + daysAgo
            ? FigureCalculator.Compare(points[^(1 + daysAgo)].Figure, points[^(1 + daysAgo + Days)].Figure)
            : null;

    private static IReadOnlyList<MetricPoint> Points(MetricResult result) => result.Groups is [var group, ..] ? group.Points : [];
}
