using System.Globalization;
using OwnerConsole.Data;
using OwnerConsole.Metrics.Catalogue;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Metrics.Points;

/// <summary>Computes some buckets of one metric, in total and by each dimension, and stores the points that have changed.</summary>
/// <param name="due">Buckets with missing or outdated points.</param>
/// <param name="revisions">Revisions of the stored points, by the first day of their bucket.</param>
internal sealed class PointWriter(ParsedMetricQuery question, Grain grain, IReadOnlyList<Bucket> due, IReadOnlyDictionary<DateOnly, int> revisions)
{
    private int _batchSize = 8; // Number of buckets in one statement.
    private int _written;

    /// <param name="DimensionValue">Same as in <see cref="Point"/>.</param>
    private sealed record Row(string Dimension, DateOnly Bucket, string DimensionValue, decimal? Num, decimal? Den, long N);

    public bool IsDone => _written >= due.Count;

    private Metric Metric => question.Metrics[0];

    /// <summary>Halves the number of buckets after a timeout. A single bucket that times out is skipped and computed on request.</summary>
    /// <returns>Whether a bucket with an outdated point was skipped.</returns>
    public bool TryHalveBatch()
    {
        if (_batchSize > 1)
        {
            _batchSize /= 2;
            return false;
        }
        return revisions.ContainsKey(due[_written++].FirstDay);
    }

    /// <returns>Whether the points were stored; false if another node stored them at the same time, possibly from older data.</returns>
    public async Task<bool> Step(Database database, CancellationToken stop)
    {
        var some = due.Skip(_written).Take(_batchSize).ToList();
        IReadOnlyList<Row> rows;
        List<Bucket> changed;
        long seen;
        await using (var work = await database.Read(stop))
        {
            seen = await StaleDays.OldestRunningTransaction(work);
            rows = await Compute(some, work);
            var before = await ReadPrevious(some, work);
            changed = some.FindAll(bucket => !AreEqual(rows, before, bucket.FirstDay) || !revisions.ContainsKey(bucket.FirstDay));
        }
        var stands = await Write([.. rows.Where(row => changed.Any(bucket => bucket.FirstDay == row.Bucket))], some, seen, database, stop);
        _written += some.Count;
        return stands;
    }

    private async Task<IReadOnlyList<Row>> Compute(IReadOnlyList<Bucket> some, UnitOfWork work)
    {
        var rows = new List<Row>();
        var whole = (await CellReader.ReadCells(MetricPath.Of(Metric, question), question, some, [], null, null, work)).ToDictionary(cell => cell.Bucket);
        rows.AddRange(some.Select((bucket, at) => whole.TryGetValue(at, out var cell) ? Of("", bucket, cell) : new("", bucket.FirstDay, "", null, null, 0)));
        foreach (var dimension in Metric.Dimensions.Where(dimension => dimension is { HasPoints: true, HasPast: true }))
        {
            var dimension_value = question with { Dimensions = [dimension.Name] };
            var kept =
                grain is Grain.Day
                    ? some.Where(bucket => bucket.FirstDay >= question.Zone.DayOf(question.Now).AddDays(-PointRows.DimensionDays)).ToList()
                    : some;
            var cells = await CellReader.ReadCells(MetricPath.Of(Metric, dimension_value), dimension_value, kept, dimension_value.Dimensions, null, null, work);
            rows.AddRange(cells.Select(cell => Of(dimension.Name, kept[cell.Bucket], cell)));
        }
        return rows;
    }

    private static Row Of(string dimension, Bucket bucket, ComputedCell cell) =>
        new(dimension, bucket.FirstDay, dimension.Length > 0 && cell.Key[0] is { } value ? "=" + value : "", cell.Num, cell.Den, cell.N);

    private async Task<List<Row>> ReadPrevious(IReadOnlyList<Bucket> some, UnitOfWork work)
    {
        var rows = new List<Row>();
        foreach (
            var dimension in Metric
                .Dimensions.Where(dimension => dimension is { HasPoints: true, HasPast: true })
                .Select(dimension => dimension.Name)
                .Prepend("")
        )
        {
            var points = await PointRows.Read([Metric], question.Mode, question.Zone.Id, grain, dimension, some[0].FirstDay, some[^1].FirstDay, work);
            rows.AddRange(
                points
                    .Where(point => point.DimensionValue is not null)
                    .Select(point => new Row(dimension, point.FirstDay, point.DimensionValue!, point.Num, point.Den, point.N))
            );
        }
        return rows;
    }

    private static bool AreEqual(IReadOnlyList<Row> now, IReadOnlyList<Row> before, DateOnly bucket) =>
        now.Where(row => row.Bucket == bucket).ToHashSet().SetEquals(before.Where(row => row.Bucket == bucket));

    private async Task<bool> Write(IReadOnlyList<Row> rows, IReadOnlyList<Bucket> some, long seen, Database database, CancellationToken stop)
    {
        await using var work = await database.Write(WriteOrigin.Intake("metrics.points"), [IdGenerator.Platform], stop);
        var written = await work.Execute(
            """
            insert into core.metric_points (mode, metric, fingerprint, version, zone, grain, dimension, bucket, dimension_value, revision, num, den, n)
            select @mode, @Id, @fingerprint, @Version, @zone, @grain, r.dimension, r.bucket, r.dimension_value, r.revision, r.num, r.den, r.n
              from jsonb_to_recordset(@rows) r(dimension text, bucket date, dimension_value text, revision int, num numeric, den numeric, n bigint)
            on conflict do nothing -- Another node computed the same
            """,
            new
            {
                question.Mode,
                Metric.Id,
                fingerprint = MetricSql.Fingerprint(Metric),
                Metric.Version,
                zone = question.Zone.Id,
                grain,
                rows = Json.Element(
                    rows.Select(row => new
                    {
                        row.Dimension,
                        row.Bucket,
                        row.DimensionValue,
                        revision = revisions.GetValueOrDefault(row.Bucket) + 1,
                        row.Num,
                        row.Den,
                        row.N,
                    })
                ),
            }
        );
        if (written < rows.Count)
            return false;
        await work.Execute(
            """
            insert into core.point_watermarks as s (mode, metric, fingerprint, zone, grain, bucket, xid)
            select @mode, @Id, @fingerprint, @zone, @grain, b, @seen::xid8 from unnest(@days) b
            on conflict (mode, metric, fingerprint, zone, grain, bucket) do update set xid = excluded.xid where s.xid < excluded.xid
            """,
            new
            {
                question.Mode,
                Metric.Id,
                fingerprint = MetricSql.Fingerprint(Metric),
                zone = question.Zone.Id,
                grain,
                days = some.Select(bucket => bucket.FirstDay).ToArray(),
                seen = seen.ToString(CultureInfo.InvariantCulture),
            }
        );
        await work.Commit();
        return true;
    }
}
