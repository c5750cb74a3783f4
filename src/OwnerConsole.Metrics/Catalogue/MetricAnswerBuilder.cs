using OwnerConsole.Data;
using OwnerConsole.Metrics.Points;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Metrics.Catalogue;

/// <summary>
/// Answers one metric of a query: selects the dimension values, then computes a number for each value and bucket, and the comparison.
/// </summary>
internal sealed class MetricAnswerBuilder(MetricPath path, ParsedMetricQuery question, StoredPoints stored, UnitOfWork work)
{
    private static readonly string?[] Whole = [];

    private readonly BucketReader _numbers = new(path, question, stored, work);

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
            return await GroupByClock();
        var now = await Series(question.Range, keys);
        var before = question.Compared is { } compared ? await Series(compared, keys) : null;
        return [.. keys.Select((key, at) => Group(key, now[at], before?[at]))];
    }

    /// <summary>
    /// Top values by the number of the whole range, or of its end if days can't be added up; in a series, followed by values that occur only earlier.
    /// </summary>
    public async Task<Ranking> RankKeys()
    {
        if (question.Dimensions.Count == 0 || question.IsByClock)
            return new([Whole], IsCut: false);
        var all = question.Buckets(question.Range, Metric is { Kind: MetricKind.Distinct, AffectedDays: 0 } ? question.Query.Grain : null);
        var keys = await Keys([.. all.TakeLast(1)], null);
        if (question.Query.Grain is { } grain && keys.Count <= question.Limit && Metric.Kind is not (MetricKind.Flow or MetricKind.Peak))
            keys = [.. keys.Concat(await Keys(question.Buckets(question.Range, grain), grain)).DistinctBy(BucketReader.KeyText)];
        return new([.. keys.Take(question.Limit)], keys.Count > question.Limit);
    }

    private async Task<IReadOnlyList<string?[]>> Keys(IReadOnlyList<Bucket> buckets, Grain? grain) =>
        _numbers.HasPoints
            ? Sorted(await _numbers.Of(buckets, grain, null))
            : [.. (await CellReader.ReadCells(path, question, buckets, question.Dimensions, null, Order, work)).Select(cell => cell.Key)];

    private string Order => question.Query.Order ?? "-value";

    /// <summary>Sorts like the database: values without a number last, equal numbers by name.</summary>
    private List<string?[]> Sorted(IReadOnlyList<(ComputedCell Cell, int Revision)> found)
    {
        var byName = found.Select(one => one.Cell).OrderBy(cell => cell.Key[0] is null).ThenBy(cell => cell.Key[0], StringComparer.Ordinal);
        var values = byName.Select(cell => (cell.Key, FigureCalculator.FromCell(Metric, cell).Value)).OrderBy(one => Order != "name" && one.Value is null);
        return
        [
            .. Order switch
            {
                "name" => values.Select(value => value.Key),
                "value" => values.ThenBy(value => value.Value).Select(one => one.Key),
                _ => values.ThenByDescending(value => value.Value).Select(one => one.Key),
            },
        ];
    }

    /// <returns>For each value, a number per bucket.</returns>
    private async Task<IReadOnlyList<IReadOnlyList<MetricPoint>>> Series(Period range, IReadOnlyList<string?[]> keys)
    {
        var buckets = question.Buckets(range, question.Query.Grain);
        var numbers = await _numbers.Of(buckets, question.Query.Grain, question.Dimensions.Count == 0 ? null : keys);
        var found = numbers.ToDictionary(number => (number.Cell.Bucket, BucketReader.KeyText(number.Cell.Key)));
        return [.. keys.Select(BucketReader.KeyText).Select(key => buckets.Select((bucket, at) => Point(bucket, found.GetValueOrDefault((at, key)))).ToList())];
    }

    private MetricPoint Point(Bucket bucket, (ComputedCell? Cell, int Revision) found) =>
        new(
            bucket.StartsAt,
            bucket.EndsAt,
            bucket.IsOpen || (question.Query.Grain is not null && !bucket.IsWhole),
            FigureCalculator.FromCell(Metric, found.Cell),
            found.Revision
        );

    private MetricGroup Group(string?[] key, IReadOnlyList<MetricPoint> now, IReadOnlyList<MetricPoint>? before)
    {
        if (before is not null)
            now = [.. now.Select((point, at) => point with { Figure = FigureCalculator.Compare(point.Figure, at < before.Count ? before[at].Figure : null) })];
        var total = FigureCalculator.Combine(Metric, [.. now.Select(point => point.Figure)]);
        if (question.Query.Grain is null)
            return new(ToKey(key), now is [var only] ? only.Figure : null, []);
        if (total is not null && before is not null)
            total = FigureCalculator.Compare(
                total with
                {
                    Previous = null,
                    Change = null,
                    ChangeShare = null,
                },
                FigureCalculator.Combine(Metric, [.. before.Select(point => point.Figure)])
            );
        return new(ToKey(key), total, now);
    }

    private async Task<IReadOnlyList<MetricGroup>> GroupByClock()
    {
        var hours = question.Buckets(question.Range, Grain.Hour);
        var others = question.Dimensions.Where(name => !ClockDimension.IsOne(name)).ToList();
        var cells = await CellReader.ReadCells(path, question, hours, others, null, null, work);
        return
        [
            .. cells
                .GroupBy(cell => string.Join('\n', question.Dimensions.Select(name => Part(name, cell, hours))), StringComparer.Ordinal)
                .Select(same =>
                {
                    var figures = same.Select(cell => FigureCalculator.FromCell(Metric, cell)).ToList();
                    return new MetricGroup(
                        ToKey([.. question.Dimensions.Select(name => Part(name, same.First(), hours))]),
                        FigureCalculator.Combine(Metric, figures),
                        []
                    );
                }),
        ];
    }

    private static string? Part(string dimension, ComputedCell cell, IReadOnlyList<Bucket> hours) =>
        ClockDimension.IsOne(dimension) ? ClockDimension.Value(dimension, hours[cell.Bucket]) : cell.Key[0];

    private Dictionary<string, string?> ToKey(string?[] key) =>
        question.Dimensions.Zip(key).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal);
}
