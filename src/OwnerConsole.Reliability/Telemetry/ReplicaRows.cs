using OwnerConsole.Data;
using OwnerConsole.Pure.Resources;

namespace OwnerConsole.Reliability.Telemetry;

/// <summary>Last value of a resource that a replica uses, as stored.</summary>
internal sealed record ReplicaRow(
    string Service,
    string Replica,
    ResourceKind Resource,
    string Metric,
    int Rank,
    ResourceUnit Unit,
    double? LastValue,
    double? Share,
    double? Maximum,
    string? Place,
    DateTimeOffset LastAt
)
{
    /// <summary>How old a value can be. OpenTelemetry sends metrics once a minute, and Prometheus probes read them at least every five minutes.</summary>
    private static readonly TimeSpan s_fresh = TimeSpan.FromMinutes(15);

    public bool IsFresh(DateTimeOffset now) => IsRecent(LastAt, now);

    public static bool IsRecent(DateTimeOffset at, DateTimeOffset now) => at > now - s_fresh;
}

/// <summary>Stores the last values of replicas, and their roll-ups.</summary>
internal static class ReplicaRows
{
    /// <summary>Replicas without values for this long are left out, because they probably no longer exist.</summary>
    public static readonly TimeSpan Forgotten = TimeSpan.FromDays(1);

    private const string Upsert = """
        with stored as (
          insert into telemetry.replicas as r
            (tenant_id, service, replica, resource, metric, rank, unit, last_value, share, maximum, place, counter, last_at)
          select 'tnt_platform', n.service, n.replica, n.resource, n.metric, n.rank, n.unit, n.value, n.share, n.maximum, n.place, n.counter, n.at
            from unnest(@services, @replicas, @resources, @metrics, @ranks, @units, @values, @shares, @maxima, @places, @counters, @times)
                 n(service, replica, resource, metric, rank, unit, value, share, maximum, place, counter, at)
           order by n.service, n.replica, n.resource
          on conflict (tenant_id, service, replica, resource) do update set
            metric = excluded.metric, rank = excluded.rank, unit = excluded.unit, share = excluded.share, maximum = excluded.maximum,
            place = excluded.place, counter = excluded.counter, last_at = excluded.last_at,
            last_value = case
              when excluded.counter is null then excluded.last_value
              when r.metric = excluded.metric and r.counter <= excluded.counter and r.last_at > excluded.last_at - interval '1 hour'
              then least(
                case excluded.unit when 'share' then 1 else 1e15 end,
                (excluded.counter - r.counter) / extract(epoch from excluded.last_at - r.last_at)::double precision) end
          where r.last_at < excluded.last_at and (excluded.rank <= r.rank or r.last_at < excluded.last_at - interval '5 minutes')
          returning r.service, r.replica, r.resource, r.unit, r.last_value, case r.unit when 'share' then r.last_value else r.share end as share, r.last_at)
        insert into telemetry.resource_rollups as u
          (tenant_id, service, replica, grain, bucket_at, resource, unit, samples, value_sum, value_max, share_samples, share_sum, share_max)
        select 'tnt_platform', s.service, w.replica, g.grain, date_bin(g.width, s.last_at, 'epoch'), s.resource, s.unit,
               count(*), sum(s.last_value), max(s.last_value), count(s.share), coalesce(sum(s.share), 0), max(s.share)
          from stored s
         cross join lateral (values (s.replica), ('')) w(replica)
         cross join (values ('hour', interval '1 hour'), ('day', interval '1 day')) g(grain, width)
         where s.last_value is not null
         group by 2, 3, 4, 5, 6, 7
         order by 2, 3, 4, 5, 6, 7
        on conflict (tenant_id, service, replica, grain, bucket_at, resource, unit) do update set
          samples = u.samples + excluded.samples, value_sum = u.value_sum + excluded.value_sum, value_max = greatest(u.value_max, excluded.value_max),
          share_samples = u.share_samples + excluded.share_samples, share_sum = u.share_sum + excluded.share_sum,
          share_max = greatest(u.share_max, excluded.share_max)
        """;

    /// <param name="service">Null for all.</param>
    /// <returns>Replicas with values in the last day, at most 500 with three resources each.</returns>
    public static Task<IReadOnlyList<ReplicaRow>> List(string? service, DateTimeOffset now, UnitOfWork work) =>
        work.List<ReplicaRow>(
            """
            select service, replica, resource, metric, rank, unit, last_value,
                   case unit when 'share' then last_value else share end as share, maximum, place, last_at
              from telemetry.replicas
             where tenant_id = 'tnt_platform' and last_at > @after and (@service::text is null or service = @service)
             order by service, replica, resource
            """,
            new { service, after = now - Forgotten }
        );

    /// <returns>Time of the last value of a service, also long ago; null if none is stored.</returns>
    public static Task<DateTimeOffset?> FindLastAt(string service, UnitOfWork work) =>
        work.One<DateTimeOffset?>("select max(last_at) from telemetry.replicas where tenant_id = 'tnt_platform' and service = @service", new { service });

    /// <summary>
    /// Values that are repeated or older than the last one are ignored, and so are those of a less precise metric while the replica reports a more precise one.
    /// A counter has a value from its second report on, unless its process has started again. If a report contains other CPUs than the one before, the
    /// difference of their times can be too large, so a share is limited to 1.
    /// </summary>
    public static async Task Add(IReadOnlyList<ReplicaReading> readings, UnitOfWork work)
    {
        if (readings.Count == 0)
            return;
        await work.Execute(
            Upsert,
            new
            {
                services = readings.Select(reading => reading.Service).ToArray(),
                replicas = readings.Select(reading => reading.Replica).ToArray(),
                resources = readings.Select(reading => reading.Reading.Kind.ToText()).ToArray(),
                metrics = readings.Select(reading => reading.Reading.Metric).ToArray(),
                ranks = readings.Select(reading => reading.Reading.Rank).ToArray(),
                units = readings.Select(reading => reading.Reading.Unit.ToText()).ToArray(),
                values = readings.Select(reading => reading.Reading.Value).ToArray(),
                shares = readings.Select(reading => reading.Reading.Share).ToArray(),
                maxima = readings.Select(reading => reading.Reading.Maximum).ToArray(),
                places = readings.Select(reading => reading.Reading.Place).ToArray(),
                counters = readings.Select(reading => reading.Reading.Counter).ToArray(),
                times = readings.Select(reading => reading.Reading.At).ToArray(),
            }
        );
    }
}
