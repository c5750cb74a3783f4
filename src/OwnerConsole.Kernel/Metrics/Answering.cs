using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Metrics.Points;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Kernel.Metrics;

/// <summary>
/// Answers one metric of a query: selects the dimension values, then computes a number for each value and bucket, and the comparison.
/// </summary>
internal sealed class Answering(MetricPath path, Question question, Today today, Work work, CancellationToken stop)
{
    private static readonly string?[] Whole = [];

    private readonly Numbers _numbers = new(path, question, today, work, stop);

    /// <summary>Computation time of the oldest number; null for just now.</summary>
    public DateTimeOffset? ComputedAt => _numbers.ComputedAt;

    /// <param name="Keys">Dimension values, in the order of the dimensions.</param>
    /// <param name="IsCut">Whether there are more values.</param>
    internal sealed record Ranking(IReadOnlyList<string?[]> Keys, bool IsCut);

    private Metric Metric => path.Metric;

    /// <param name="keys">Values to show.</param>
    public async Task<IReadOnlyList<MetricGroup>> Groups(IReadOnlyList<string?[]> keys)
    {
        if (question.IsByClock)
            return await ByClock();
        var now = await Series(question.Range, keys);
        var before = question.Compared is { } compared ? await Series(compared, keys) : null;
        return [.. keys.Select((key, at) => Group(key, now[at], before?[at]))];
    }

    /// <summary>
    /// Top values by the number of the whole range, or of its end if days can't be added up; in a series, followed by values that occur only earlier.
    /// </summary>
    public async Task<Ranking> Ranked()
    {
        if (question.Dimensions.Count == 0 || question.IsByClock)
            return new([Whole], IsCut: false);
        var all = question.Buckets(question.Range, Metric is { Kind: MetricKind.Distinct, Reaches: 0 } ? question.Query.Grain : null);
        var keys = await Keys([.. all.TakeLast(1)], null);
        if (question.Query.Grain is { } grain && keys.Count <= question.Limit && Metric.Kind is not (MetricKind.Flow or MetricKind.Peak))
            keys = [.. keys.Concat(await Keys(question.Buckets(question.Range, grain), grain)).DistinctBy(Numbers.Named)];
        return new([.. keys.Take(question.Limit)], keys.Count > question.Limit);
    }

    private async Task<IReadOnlyList<string?[]>> Keys(IReadOnlyList<Bucket> buckets, Grain? grain) =>
        _numbers.HasPoints
            ? Sorted(await _numbers.Of(buckets, grain, null))
            : [.. (await Computing.Cells(path, question, buckets, question.Dimensions, null, Order, work)).Select(cell => cell.Key)];

    private string Order => question.Query.Order ?? "-value";

    /// <summary>Sorts like the database: values without a number last, equal numbers by name.</summary>
    private List<string?[]> Sorted(IReadOnlyList<(Computed Cell, int Revision)> found)
    {
        var byName = found.Select(one => one.Cell).OrderBy(cell => cell.Key[0] is null).ThenBy(cell => cell.Key[0], StringComparer.Ordinal);
        var values = byName.Select(cell => (cell.Key, Figures.Of(Metric, cell).Value)).OrderBy(one => Order != "name" && one.Value is null);
        return
        [
            .. Order switch
            {
                "name" => values.Select(one => one.Key),
                "value" => values.ThenBy(one => one.Value).Select(one => one.Key),
                _ => values.ThenByDescending(one => one.Value).Select(one => one.Key),
            },
        ];
    }

    /// <returns>For each value, a number per bucket.</returns>
    private async Task<IReadOnlyList<IReadOnlyList<MetricPoint>>> Series(Period range, IReadOnlyList<string?[]> keys)
    {
        var buckets = question.Buckets(range, question.Query.Grain);
        var numbers = await _numbers.Of(buckets, question.Query.Grain, question.Dimensions.Count == 0 ? null : keys);
        var found = numbers.ToDictionary(one => (one.Cell.Bucket, Numbers.Named(one.Cell.Key)));
        return [.. keys.Select(Numbers.Named).Select(key => buckets.Select((bucket, at) => Point(bucket, found.GetValueOrDefault((at, key)))).ToList())];
    }

    private MetricPoint Point(Bucket bucket, (Computed? Cell, int Revision) found) =>
        new(
            bucket.StartsAt,
            bucket.EndsAt,
            bucket.IsOpen || (question.Query.Grain is not null && !bucket.IsWhole),
            Figures.Of(Metric, found.Cell),
            found.Revision
        );

    private MetricGroup Group(string?[] key, IReadOnlyList<MetricPoint> now, IReadOnlyList<MetricPoint>? before)
    {
        if (before is not null)
            now = [.. now.Select((point, at) => point with { Figure = Figures.Against(point.Figure, at < before.Count ? before[at].Figure : null) })];
        var total = Figures.Over(Metric, [.. now.Select(point => point.Figure)]);
        if (question.Query.Grain is null)
            return new(Keyed(key), now is [var only] ? only.Figure : null, []);
        if (total is not null && before is not null)
            total = Figures.Against(
                total with
                {
                    Previous = null,
                    Change = null,
                    ChangeShare = null,
                },
                Figures.Over(Metric, [.. before.Select(point => point.Figure)])
            );
        return new(Keyed(key), total, now);
    }

    private async Task<IReadOnlyList<MetricGroup>> ByClock()
    {
        var hours = question.Buckets(question.Range, Grain.Hour);
        var others = question.Dimensions.Where(name => !ClockDimension.IsOne(name)).ToList();
        var cells = await Computing.Cells(path, question, hours, others, null, null, work);
        return
        [
            .. cells
                .GroupBy(cell => string.Join('\n', question.Dimensions.Select(name => Part(name, cell, hours))), StringComparer.Ordinal)
                .Select(same =>
                {
                    var figures = same.Select(cell => Figures.Of(Metric, cell)).ToList();
                    return new MetricGroup(Keyed([.. question.Dimensions.Select(name => Part(name, same.First(), hours))]), Figures.Over(Metric, figures), []);
                }),
        ];
    }

    private static string? Part(string dimension, Computed cell, IReadOnlyList<Bucket> hours) =>
        ClockDimension.IsOne(dimension) ? ClockDimension.Value(dimension, hours[cell.Bucket]) : cell.Key[0];

    private Dictionary<string, string?> Keyed(string?[] key) =>
        question.Dimensions.Zip(key).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal);
}
