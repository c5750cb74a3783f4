using OwnerConsole.Data;
using OwnerConsole.Metrics.Catalogue;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Metrics.Points;

/// <summary>Stored numbers for one query, read for all of its metrics at once.</summary>
internal sealed class StoredPoints(IReadOnlyList<Metric> metrics, ParsedMetricQuery question, TodayCache today, UnitOfWork work, CancellationToken stop)
{
    private readonly Dictionary<(Grain, string, DateOnly, DateOnly, bool), ILookup<string, Point>> _read = [];

    private StaleDays? _stale;

    private bool? _isLarge;

    public async Task<StaleDays> ReadStaleDays() => _stale ??= await StaleDays.Read(work);

    /// <inheritdoc cref="TodayCache.IsLarge"/>
    public async Task<bool> IsLarge() => _isLarge ??= await today.IsLarge(work);

    public Task<TodayCache.CachedCells> ReadToday(MetricPath path, Bucket day) => today.Read(path, question, day, work, stop);

    /// <param name="dimension">Name of the dimension; empty for the total.</param>
    public async Task<IEnumerable<Point>> Read(Metric metric, Grain grain, string dimension, DateOnly from, DateOnly to)
    {
        var key = (grain, dimension, from, to, IsAddedUp(metric));
        if (!_read.TryGetValue(key, out var points))
        {
            var alike = metrics.Where(other => PointRows.Has(other) && IsAddedUp(other) == IsAddedUp(metric)).ToList();
            _read[key] = points = (await PointRows.Read(alike, question.Mode, question.Zone.Id, grain, dimension, from, to, work)).ToLookup(point =>
                point.Metric
            );
        }
        return points[metric.Id];
    }

    /// <summary>Metrics that are added up from days need other days than metrics of which only the last day counts.</summary>
    private static bool IsAddedUp(Metric metric) => metric.Kind is MetricKind.Flow or MetricKind.Peak;
}
