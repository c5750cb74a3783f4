using System.Globalization;
using Npgsql;
using OwnerConsole.Data;
using OwnerConsole.Metrics.Catalogue;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Metrics.Points;

/// <summary>One pass over all metrics that computes missing points and recalculates those outdated before it started.</summary>
internal sealed class PointBackfill
{
    private static readonly Grain[] Grains = [Grain.Month, Grain.Week, Grain.Day];

    private readonly Database _database;
    private readonly StaleDays _staleDays;
    private readonly long _until; // Transactions before it had ended when the changed days were read.
    private readonly DateTimeOffset _now;
    private readonly Zone _zone;
    private readonly Queue<BackfillTask> _tasks;
    private PointWriter? _writer; // The share in progress.
    private bool _hasSkipped;

    private PointBackfill(Database database, StaleDays dirt, long until, DateTimeOffset now, Zone zone, IEnumerable<BackfillTask> shares) =>
        (_database, _staleDays, _until, _now, _zone, _tasks) = (database, dirt, until, now, zone, new(shares));

    /// <summary>All buckets of one grain for one metric.</summary>
    private sealed record BackfillTask(Metric Metric, Mode Mode, Grain Grain, DateOnly From);

    private sealed record StartRow(string Zone, DateTimeOffset Now);

    private sealed record FirstDayRow(Mode Mode, DateOnly Day);

    public static async Task<PointBackfill> Begin(MetricCatalogue catalogue, Database database, CancellationToken stop)
    {
        await CollectStaleDays(database, stop);
        await using var work = await database.Read(stop);
        var start = (await work.One<StartRow>("select zone, now() from core.reporting"))!; // The row always exists.
        var until = await StaleDays.OldestRunningTransaction(work);
        var dirt = await StaleDays.Read(work);
        var firsts = await work.List<FirstDayRow>(
            """
            select t.mode, least((min(greatest(t.opened_at, '1970-01-01Z')) at time zone c.zone)::date, min(d.day)) as day
              from core.tenants t
             cross join core.reporting c
              left join lateral (select d.day from core.tenant_days d where d.tenant_id = t.tenant_id order by d.day limit 1) d on true
             group by t.mode, c.zone
            """
        );
        var metrics = (await catalogue.All(work)).Where(PointRows.Has).ToList();
        var shares = from first in firsts from metric in metrics from grain in Grains select new BackfillTask(metric, first.Mode, grain, first.Day);
        return new(database, dirt, until, start.Now, Zone.FirstKnown(start.Zone), shares);
    }

    /// <returns>False if everything is done.</returns>
    public async Task<bool> Step(CancellationToken stop)
    {
        while (_writer is null || _writer.IsDone)
        {
            if (!_tasks.TryDequeue(out var share))
                return false;
            _writer = await CreateWriter(share, stop);
        }
        try
        {
            _hasSkipped |= !await _writer.Step(_database, stop);
        }
        catch (NpgsqlException late) when (TransientErrors.IsTimeout(late))
        {
            _hasSkipped |= _writer.TryHalveBatch();
        }
        return true;
    }

    /// <summary>Clears the changed days recorded before the round started, unless a point could not be updated.</summary>
    public async Task Complete(CancellationToken stop)
    {
        if (_hasSkipped)
            return;
        await using var work = await _database.Write(WriteOrigin.Intake("metrics.points"), [], stop);
        var until = _until.ToString(CultureInfo.InvariantCulture);
        await work.Execute("delete from core.stale_days where xid < @until::xid8", new { until });
        await work.Execute("delete from core.point_watermarks where xid < @until::xid8", new { until }); // No remaining change is older.
        await work.Commit();
    }

    /// <summary>Takes over the days changed by event processing, so that they can be marked again during the computation.</summary>
    private static async Task CollectStaleDays(Database database, CancellationToken stop)
    {
        await using var work = await database.Write(WriteOrigin.Intake("metrics.points"), [], stop);
        await work.Execute(
            """
            with taken as (
              delete from core.days_touched where day < (select (now() at time zone zone)::date from core.reporting) returning mode, day)
            insert into core.stale_days (mode, basis, day, ever_after) select mode, 'events', day, false from taken
            """
        );
        await work.Commit();
    }

    private async Task<PointWriter> CreateWriter(BackfillTask share, CancellationToken stop)
    {
        var (metric, mode) = (share.Metric, share.Mode);
        var unit = share.Grain switch
        {
            Grain.Month => CalendarUnit.Month,
            Grain.Week => CalendarUnit.Week,
            _ => CalendarUnit.Day,
        };
        // Start at the month of the first data, which is complete because there is no earlier data.
        var all = Period.Instants(Period.This(unit, _zone, _zone.StartOf(share.From)).StartsAt, _now, _zone);
        var buckets = _zone.Buckets(all.StartsAt, all.EndsAt, share.Grain, _now).Where(bucket => PointRows.CanHave(bucket, share.Grain)).ToList();
        await using var work = await _database.Read(stop);
        var known = buckets.Count == 0 ? [] : await PointRows.Read([metric], mode, _zone.Id, share.Grain, "", buckets[0].FirstDay, buckets[^1].FirstDay, work);
        var points = known.ToDictionary(point => point.FirstDay);
        var due = buckets
            .Where(bucket => points.GetValueOrDefault(bucket.FirstDay) is not { } point || _staleDays.Affects(metric, mode, bucket, point.Seen))
            .ToList();
        var question = await ParsedMetricQuery.OfPlatform(metric, mode, work) with { Now = _now };
        return new(question, share.Grain, due, points.ToDictionary(point => point.Key, point => point.Value.Revision));
    }
}
