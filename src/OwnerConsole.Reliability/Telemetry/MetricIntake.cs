using OwnerConsole.Data;
using OwnerConsole.Reliability.Telemetry.Otlp;

namespace OwnerConsole.Reliability.Telemetry;

/// <summary>Stores the last value of each metric.</summary>
internal sealed class MetricIntake(Database database, TimeProvider clock)
{
    /// <summary>Maximum number of combinations of metric and labels, of all services.</summary>
    public const int MaxSeries = 1_000;

    /// <returns>Number of values that are not stored, because of their time or because there are too many series.</returns>
    public async Task<int> Record(IReadOnlyList<SeriesPoint> points, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var timely = points.Where(point => ServiceTime.IsAccepted(point.At ?? now, now)).ToList();
        if (timely.Count == 0)
            return points.Count;
        database.DiskSpaceGuard.ThrowIfFull();
        var readings = ReplicaReading.Of(timely, now);
        // Machines with many CPUs would use up all series. Only the mean of their CPUs is of interest, which the readings have.
        var listed = timely.Where(point => !ReplicaReading.IsOfOneCpu(point)).ToList();
        await using var work = await database.Write(WriteOrigin.Intake("telemetry.report"), [IdGenerator.Platform], stop);
        var accepted = await Limit(listed, work);
        if (accepted.Count > 0)
            await AddSeries(accepted, now, work);
        await ReplicaRows.Add(await ReplicaLimit.Accept(readings, work), work);
        await work.Commit();
        return points.Count - timely.Count + listed.Count - accepted.Count;
    }

    private static async Task<IReadOnlyList<SeriesPoint>> Limit(IReadOnlyList<SeriesPoint> points, UnitOfWork work)
    {
        var known = await ListKnown(work);
        if (known.Count >= MaxSeries && points.Any(point => !known.Contains(point.Series)))
        {
            await work.Execute("delete from telemetry.series where tenant_id = 'tnt_platform' and last_at < now() - interval '1 day'");
            known = await ListKnown(work);
        }
        return [.. points.Where(point => known.Contains(point.Series) || (known.Count < MaxSeries && known.Add(point.Series)))];
    }

    /// <returns>At most a thousand.</returns>
    private static async Task<HashSet<string>> ListKnown(UnitOfWork work) =>
        (await work.List<string>("select series_id from telemetry.series where tenant_id = 'tnt_platform'")).ToHashSet(StringComparer.Ordinal);

    private static Task AddSeries(IReadOnlyList<SeriesPoint> points, DateTimeOffset now, UnitOfWork work)
    {
        var last = points.GroupBy(point => point.Series, StringComparer.Ordinal).Select(series => series.MaxBy(point => point.At ?? now)!).ToList(); // a group has a point
        return work.Execute(
            """
            insert into telemetry.series as s (tenant_id, series_id, service, metric, unit, kind, labels, last_value, last_at)
            select 'tnt_platform', n.id, n.service, n.metric, n.unit, n.kind, n.labels, n.value, n.at
              from unnest(@ids, @services, @metrics, @units, @kinds, @labels, @values, @times) n(id, service, metric, unit, kind, labels, value, at)
             order by n.id
            on conflict (tenant_id, series_id) do update set last_value = excluded.last_value, last_at = excluded.last_at where s.last_at <= excluded.last_at
            """,
            new
            {
                ids = last.Select(point => point.Series).ToArray(),
                services = last.Select(point => point.Service).ToArray(),
                metrics = last.Select(point => point.Metric).ToArray(),
                units = last.Select(point => point.Unit).ToArray(),
                kinds = last.Select(point => point.Kind.ToText()).ToArray(),
                labels = last.Select(point => point.Labels).ToArray(),
                values = last.Select(point => point.Value).ToArray(),
                times = last.Select(point => point.At ?? now).ToArray(),
            }
        );
    }
}
