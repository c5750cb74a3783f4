using OwnerConsole.Data;
using OwnerConsole.Metrics.Catalogue;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Metrics.Points;

/// <summary>Returns numbers of buckets, from stored points for past buckets and from rows for others.</summary>
internal sealed class BucketReader(MetricPath path, ParsedMetricQuery question, StoredPoints stored, UnitOfWork work)
{
    /// <summary>Computation time of the oldest number; null for just now.</summary>
    public DateTimeOffset? ComputedAt { get; private set; }

    /// <summary>A bucket, or one day of it.</summary>
    private sealed record Piece(int Bucket, Bucket Span, Grain? Grain);

    /// <param name="keys">Values to include; null for all.</param>
    /// <returns>Cells with the index of their bucket, and a revision if they come from a point.</returns>
    public async Task<IReadOnlyList<(ComputedCell Cell, int Revision)>> Of(IReadOnlyList<Bucket> buckets, Grain? grain, IReadOnlyList<string?[]>? keys)
    {
        if (!HasPoints)
            return [.. (await CellReader.ReadCells(path, question, buckets, question.Dimensions, keys, null, work)).Select(cell => (cell, 0))];
        var found = new List<(ComputedCell, int)>();
        var left = new List<Piece>();
        foreach (var same in Pieces(buckets, grain).GroupBy(piece => piece.Grain))
            left.AddRange(await Take(same.Key, [.. same], keys, found));
        if (left.Find(piece => IsToday(piece.Span)) is { } open && await stored.IsLarge())
        {
            left.Remove(open);
            var kept = await stored.ReadToday(path, open.Span);
            ComputedAt = kept.ComputedAt;
            found.AddRange(kept.Cells.Where(cell => IsAmong(keys, cell.Key)).Select(cell => (cell with { Bucket = open.Bucket }, 0)));
        }
        var cells = await CellReader.ReadCells(path, question, [.. left.Select(piece => piece.Span)], question.Dimensions, keys, null, work);
        found.AddRange(cells.Select(cell => (cell with { Bucket = left[cell.Bucket].Bucket }, 0)));
        return [.. found.GroupBy(one => (one.Item1.Bucket, Key: KeyText(one.Item1.Key))).Select(Combine)];
    }

    /// <summary>Distinguishes an unknown value from an empty one.</summary>
    public static string KeyText(string?[] key) => string.Join('\n', key.Select(part => part is null ? "0" : "1" + part));

    public bool HasPoints =>
        PointRows.Has(path.Metric)
        && question is { IsOwnersZone: true, IsNarrow: false, Filters: [], Query.AsOf: null, IsByClock: false }
        && question.Dimensions is [] or [_]
        && question.Dimensions.All(name => path.Find(name) is { HasPoints: true, HasPast: true });

    /// <summary>A bucket without its own point is split into days if days add up to it, or replaced by its last day if only that counts.</summary>
    private IEnumerable<Piece> Pieces(IReadOnlyList<Bucket> buckets, Grain? grain) =>
        buckets.SelectMany(
            (bucket, at) =>
                PointRows.CanHave(bucket, grain) ? [new Piece(at, bucket, grain)]
                : bucket.FirstDay == bucket.LastDay ? [new Piece(at, bucket, null)]
                : path.Metric.Kind is MetricKind.Flow or MetricKind.Peak ? Days(bucket).Select(day => Of(at, day))
                : path.Metric.IsAtEnd ? [Of(at, Days(bucket).Last())]
                : [new Piece(at, bucket, null)]
        );

    private bool IsToday(Bucket bucket) =>
        bucket.EndsAt == question.Now && bucket.FirstDay == bucket.LastDay && bucket.StartsAt == question.Zone.StartOf(bucket.FirstDay);

    private static bool IsAmong(IReadOnlyList<string?[]>? keys, string?[] key) => keys is null || keys.Any(one => KeyText(one) == KeyText(key));

    private IEnumerable<Bucket> Days(Bucket bucket) => question.Zone.Buckets(bucket.StartsAt, bucket.EndsAt, Grain.Day, question.Now);

    private static Piece Of(int bucket, Bucket day) => new(bucket, day, PointRows.CanHave(day, Grain.Day) ? Grain.Day : null);

    /// <returns>The pieces without a valid point.</returns>
    private async Task<IEnumerable<Piece>> Take(Grain? grain, IReadOnlyList<Piece> pieces, IReadOnlyList<string?[]>? keys, List<(ComputedCell, int)> found)
    {
        if (grain is not { } kept)
            return pieces;
        var stale = await stored.ReadStaleDays();
        var dimension = question.Dimensions is [var name] ? name : "";
        var from = pieces.Min(piece => piece.Span.FirstDay);
        if (kept is Grain.Day && dimension.Length > 0 && question.Zone.DayOf(question.Now).AddDays(-PointRows.DimensionDays) is var oldest && from < oldest)
            from = oldest;
        var to = pieces.Max(piece => piece.Span.FirstDay);
        var points = (await stored.Read(path.Metric, kept, dimension, from, to)).ToLookup(point => point.FirstDay);
        var left = new List<Piece>();
        foreach (var piece in pieces)
        {
            if (points[piece.Span.FirstDay].FirstOrDefault() is not { } known || stale.Affects(path.Metric, question.Mode, piece.Span, known.Seen))
                left.Add(piece);
            else
                found.AddRange(
                    points[piece.Span.FirstDay]
                        .Where(point => point.DimensionValue is not null)
                        .Select(point => (new ComputedCell(piece.Bucket, point.Key(dimension.Length > 0), point.Num, point.Den, point.N), point.Revision))
                        .Where(one => IsAmong(keys, one.Item1.Key))
                );
        }
        return Joined(left);
    }

    /// <summary>Adjacent days that must be computed are computed together.</summary>
    private static IEnumerable<Piece> Joined(List<Piece> pieces)
    {
        Piece? run = null;
        foreach (var piece in pieces)
        {
            if (run is not null && run.Bucket == piece.Bucket && run.Span.EndsAt == piece.Span.StartsAt)
                run = run with { Span = run.Span with { EndsAt = piece.Span.EndsAt, LastDay = piece.Span.LastDay, IsOpen = piece.Span.IsOpen } };
            else
            {
                if (run is not null)
                    yield return run;
                run = piece;
            }
        }
        if (run is not null)
            yield return run;
    }

    private (ComputedCell Cell, int Revision) Combine(IEnumerable<(ComputedCell Cell, int Revision)> same)
    {
        var all = same.ToList();
        if (all.Count == 1)
            return all[0];
        var nums = all.Select(one => one.Cell.Num ?? 0);
        var num = path.Metric.Kind is MetricKind.Peak ? nums.Max() : nums.Sum();
        return (all[0].Cell with { Num = num, N = all.Sum(one => one.Cell.N) }, all.Max(one => one.Revision));
    }
}
