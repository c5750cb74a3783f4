using OwnerConsole.Data;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Metrics.Catalogue;

/// <summary>One number as returned by the database.</summary>
/// <param name="Bucket">Index of the bucket in the request.</param>
/// <param name="Key">Value of each dimension.</param>
internal sealed record ComputedCell(int Bucket, string?[] Key, decimal? Num, decimal? Den, long N);

/// <summary>Computes numbers from rows on request.</summary>
internal static class CellReader
{
    /// <param name="order">Null for all values; otherwise the sort order, limited to one value more than the query shows.</param>
    /// <param name="keys">Values to include; null for all.</param>
    public static Task<IReadOnlyList<ComputedCell>> ReadCells(
        MetricPath path,
        ParsedMetricQuery question,
        IReadOnlyList<Bucket> buckets,
        IReadOnlyList<string> dimensions,
        IReadOnlyList<string?[]>? keys,
        string? order,
        UnitOfWork work
    ) =>
        buckets.Count == 0
            ? Task.FromResult<IReadOnlyList<ComputedCell>>([])
            : work.List<ComputedCell>(
                MetricSql.Cells(path, dimensions, [.. question.Filters.Select(filter => filter.Dimension)], keys is not null, order),
                Args(path, question, buckets, (question.Limit + 1) * buckets.Count, keys)
            );

    /// <summary>Returns the rows behind the number of one bucket.</summary>
    public static Task<IReadOnlyList<MetricRow>> ReadRows(
        MetricPath path,
        ParsedMetricQuery question,
        Bucket bucket,
        string afterTenant,
        string afterId,
        int limit,
        UnitOfWork work
    ) =>
        work.List<MetricRow>(
            MetricSql.RowsBehind(path, [.. question.Filters.Select(filter => filter.Dimension)]),
            Args(path, question, [bucket], limit, [], afterTenant, afterId)
        );

    /// <summary>Parameters of the statements, in lowercase as in the SQL.</summary>
    private static object Args(
        MetricPath path,
        ParsedMetricQuery question,
        IReadOnlyList<Bucket> buckets,
        int limit,
        IReadOnlyList<string?[]>? keys,
        string afterTenant = "",
        string afterId = ""
    )
    {
        var pieces = buckets.SelectMany((bucket, at) => Pieces(path, question, bucket).Select(piece => (Bucket: piece, At: at))).ToList();
        return new
        {
            mode = question.Mode,
            tenant = question.Tenant ?? "",
            as_of = question.Query.AsOf ?? question.Now,
            filters = Json.Element(question.Filters.ToDictionary(filter => filter.Dimension, filter => filter.Any, StringComparer.Ordinal)),
            keys = Json.Element(keys ?? []),
            limit,
            afterTenant,
            afterId,
            numbers = Enumerable.Range(0, pieces.Count).ToArray(),
            starts = pieces.Select(piece => piece.Bucket.StartsAt.UtcDateTime).ToArray(),
            ends = pieces.Select(piece => piece.Bucket.EndsAt.UtcDateTime).ToArray(),
            firsts = pieces.Select(piece => piece.Bucket.FirstDay).ToArray(),
            lasts = pieces.Select(piece => piece.Bucket.LastDay).ToArray(),
            parts = pieces.Select(piece => piece.At).ToArray(),
            first_day = pieces.Min(piece => piece.Bucket.FirstDay),
            first_end = pieces.Min(piece => piece.Bucket.LastDay),
            last_day = pieces.Max(piece => piece.Bucket.LastDay),
            first_start = pieces.Min(piece => piece.Bucket.StartsAt).UtcDateTime,
            first_close = pieces.Min(piece => piece.Bucket.EndsAt).UtcDateTime,
            last_close = pieces.Max(piece => piece.Bucket.EndsAt).UtcDateTime,
            cuts = pieces.Select(piece => CutAt(path, question, piece.Bucket).UtcDateTime).ToArray(),
        };
    }

    /// <summary>
    /// Activity belongs to the plan or country of the day on which it happened, so that days by country add up to the month by country. The tenant of
    /// a row doesn't change.
    /// </summary>
    private static IReadOnlyList<Bucket> Pieces(MetricPath path, ParsedMetricQuery question, Bucket bucket) =>
        path is { Metric.Kind: MetricKind.Flow, Platform: null }
        && bucket.FirstDay != bucket.LastDay
        && question.Dimensions.Concat(question.Filters.Select(filter => filter.Dimension)).Any(name => name != Dimension.Tenant.Name)
            ? question.Zone.Buckets(bucket.StartsAt, bucket.EndsAt, Grain.Day, question.Now)
            : [bucket];

    private static DateTimeOffset CutAt(MetricPath path, ParsedMetricQuery question, Bucket bucket)
    {
        if (path.Metric.Kind is not MetricKind.Flow)
            return bucket.EndsAt;
        var end = question.Zone.StartOf(bucket.LastDay.AddDays(1));
        return end < question.Now ? end : question.Now;
    }
}
