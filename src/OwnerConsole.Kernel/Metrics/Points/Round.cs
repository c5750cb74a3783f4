using System.Globalization;
using Npgsql;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Kernel.Metrics.Points;

/// <summary>One pass over all metrics that computes missing points and recalculates those outdated before it started.</summary>
internal sealed class Round
{
    private static readonly Grain[] Kept = [Grain.Month, Grain.Week, Grain.Day];

    private readonly Database _database;
    private readonly Dirt _dirt;
    private readonly long _until; // Transactions before it had ended when the changed days were read.
    private readonly DateTimeOffset _now;
    private readonly Zone _zone;
    private readonly Queue<Share> _shares;
    private Writing? _writing; // The share in progress.
    private bool _leaves;

    private Round(Database database, Dirt dirt, long until, DateTimeOffset now, Zone zone, IEnumerable<Share> shares) =>
        (_database, _dirt, _until, _now, _zone, _shares) = (database, dirt, until, now, zone, new(shares));

    /// <summary>All buckets of one grain for one metric.</summary>
    private sealed record Share(Metric Metric, Population Population, Grain Grain, DateOnly From);

    private sealed record Start(string Zone, DateTimeOffset Now);

    private sealed record First(Population Population, DateOnly Day);

    public static async Task<Round> Begin(MetricCatalogue catalogue, Database database, CancellationToken stop)
    {
        await Gather(database, stop);
        await using var work = await database.Read(stop);
        var start = (await work.One<Start>("select zone, now() from core.reporting"))!; // The row always exists.
        var until = await Dirt.Ended(work);
        var dirt = await Dirt.Read(work);
        var firsts = await work.List<First>(
            """
            select t.population, least((min(greatest(t.opened_at, '1970-01-01Z')) at time zone c.zone)::date, min(d.day)) as day
              from core.tenants t
             cross join core.reporting c
              left join lateral (select d.day from core.tenant_days d where d.tenant_id = t.tenant_id order by d.day limit 1) d on true
             group by t.population, c.zone
            """
        );
        var metrics = (await catalogue.All(work)).Where(PointRows.Has).ToList();
        var shares = from first in firsts from metric in metrics from grain in Kept select new Share(metric, first.Population, grain, first.Day);
        return new(database, dirt, until, start.Now, Zone.FirstOf(start.Zone), shares);
    }

    /// <returns>False if everything is done.</returns>
    public async Task<bool> Step(CancellationToken stop)
    {
        while (_writing is null || _writing.IsOver)
        {
            if (!_shares.TryDequeue(out var share))
                return false;
            _writing = await Begun(share, stop);
        }
        try
        {
            _leaves |= !await _writing.Step(_database, stop);
        }
        catch (NpgsqlException late) when (Transient.IsLate(late))
        {
            _leaves |= _writing.Less();
        }
        return true;
    }

    /// <summary>Clears the changed days recorded before the round started, unless a point could not be updated.</summary>
    public async Task End(CancellationToken stop)
    {
        if (_leaves)
            return;
        await using var work = await _database.Write(Door.Intake("metrics.points"), [], stop);
        var until = _until.ToString(CultureInfo.InvariantCulture);
        await work.Do("delete from core.point_dirt where xid < @until::xid8", new { until });
        await work.Do("delete from core.points_seen where xid < @until::xid8", new { until }); // No remaining change is older.
        await work.Commit();
    }

    /// <summary>Takes over the days changed by event processing, so that they can be marked again during the computation.</summary>
    private static async Task Gather(Database database, CancellationToken stop)
    {
        await using var work = await database.Write(Door.Intake("metrics.points"), [], stop);
        await work.Do(
            """
            with taken as (
              delete from core.days_touched where day < (select (now() at time zone zone)::date from core.reporting) returning population, day)
            insert into core.point_dirt (population, basis, day, ever_after) select population, 'events', day, false from taken
            """
        );
        await work.Commit();
    }

    private async Task<Writing> Begun(Share share, CancellationToken stop)
    {
        var (metric, population) = (share.Metric, share.Population);
        var unit = share.Grain switch
        {
            Grain.Month => Stretch.Month,
            Grain.Week => Stretch.Week,
            _ => Stretch.Day,
        };
        // Start at the month of the first data, which is complete because there is no earlier data.
        var all = Period.Instants(Period.This(unit, _zone, _zone.StartOf(share.From)).StartsAt, _now, _zone);
        var buckets = _zone.Buckets(all.StartsAt, all.EndsAt, share.Grain, _now).Where(bucket => PointRows.May(bucket, share.Grain)).ToList();
        await using var work = await _database.Read(stop);
        var known =
            buckets.Count == 0 ? [] : await PointRows.Read(metric, population, _zone.Id, share.Grain, "", buckets[0].FirstDay, buckets[^1].FirstDay, work);
        var points = known.ToDictionary(point => point.FirstDay);
        var due = buckets
            .Where(bucket => points.GetValueOrDefault(bucket.FirstDay) is not { } point || _dirt.Touches(metric, population, bucket, point.Seen))
            .ToList();
        var question = await Question.OfPlatform(metric, population, work) with { Now = _now };
        return new(question, share.Grain, due, points.ToDictionary(point => point.Key, point => point.Value.Revision));
    }
}
