using OwnerConsole.Data;
using OwnerConsole.Pure.Periods;
using OwnerConsole.Pure.Resources;

namespace OwnerConsole.Reliability.Telemetry.Resources.Public;

/// <summary>How much CPU, memory or disk a service or one of its replicas has used.</summary>
/// <param name="Resource">What is used.</param>
/// <param name="Unit">Unit of the values. A share is 1 for all of what is available.</param>
/// <param name="Points">Parts of the period, oldest first. The last one is incomplete.</param>
public sealed record ResourceTrend(ResourceKind Resource, ResourceUnit Unit, IReadOnlyList<ResourcePoint> Points)
{
    /// <summary>Name of the roll-ups of all replicas together.</summary>
    internal const string AllReplicas = "";

    /// <param name="services">Services to read, by name.</param>
    /// <returns>Trends by service, at most one for each resource. Services without values are left out.</returns>
    internal static Task<IReadOnlyDictionary<string, IReadOnlyList<ResourceTrend>>> List(
        IReadOnlyCollection<string> services,
        TrendRange range,
        DateTimeOffset now,
        UnitOfWork work
    ) => Read(services, AllReplicas, row => row.Service, range, now, work);

    /// <returns>Trends by replica of one service; of all of them together by an empty name.</returns>
    internal static Task<IReadOnlyDictionary<string, IReadOnlyList<ResourceTrend>>> ListReplicas(
        string service,
        TrendRange range,
        DateTimeOffset now,
        UnitOfWork work
    ) => Read([service], replica: null, row => row.Replica, range, now, work);

    /// <param name="replica">Null for each of them.</param>
    /// <param name="name">What the trends are listed by: service or replica.</param>
    private static async Task<IReadOnlyDictionary<string, IReadOnlyList<ResourceTrend>>> Read(
        IReadOnlyCollection<string> services,
        string? replica,
        Func<PointRow, string> name,
        TrendRange range,
        DateTimeOffset now,
        UnitOfWork work
    )
    {
        if (services.Count == 0)
            return new Dictionary<string, IReadOnlyList<ResourceTrend>>(StringComparer.Ordinal);
        var starts = range.Starts(now);
        var rows = await work.List<PointRow>(
            """
            select r.service, r.replica, r.resource, r.unit, date_bin(@width, r.bucket_at, '0001-01-01 00:00+00') as at,
                   sum(r.samples)::bigint as samples, sum(r.value_sum) as total, max(r.value_max) as highest
              from telemetry.resource_rollups r
             where r.tenant_id = 'tnt_platform' and r.service = any(@services) and (@replica::text is null or r.replica = @replica)
               and r.grain = @grain and r.bucket_at >= @first
             group by 1, 2, 3, 4, 5
            """,
            new
            {
                services = services.ToArray(),
                replica,
                width = range.Points().Width,
                grain = range.Grain(),
                first = starts[0],
            }
        );
        return rows.GroupBy(name, StringComparer.Ordinal).ToDictionary(named => named.Key, named => Trends(named, starts), StringComparer.Ordinal);
    }

    private static IReadOnlyList<ResourceTrend> Trends(IEnumerable<PointRow> rows, IReadOnlyList<DateTimeOffset> starts) =>
        [.. rows.GroupBy(row => row.Resource).OrderBy(resource => resource.Key).Select(resource => Trend(resource.Key, [.. resource], starts))];

    /// <summary>After a change of the exporter, values can have another unit. The one with most values is shown.</summary>
    private static ResourceTrend Trend(ResourceKind resource, IReadOnlyList<PointRow> rows, IReadOnlyList<DateTimeOffset> starts)
    {
        var unit = rows.GroupBy(row => row.Unit).MaxBy(same => same.Sum(row => row.Samples))!; // has rows
        var known = unit.ToDictionary(row => row.At);
        return new(resource, unit.Key, [.. starts.Select(at => Point(at, known.GetValueOrDefault(at)))]);
    }

    private static ResourcePoint Point(DateTimeOffset at, PointRow? row) => new(at, row?.Total / row?.Samples, row?.Highest);

    private sealed record PointRow(
        string Service,
        string Replica,
        ResourceKind Resource,
        ResourceUnit Unit,
        DateTimeOffset At,
        long Samples,
        double Total,
        double Highest
    );
}

/// <summary>How much was used in a part of a period.</summary>
/// <param name="At">Start of the part.</param>
/// <param name="Mean">Mean of all values, of a service for one replica; null without values.</param>
/// <param name="Highest">Highest value; null without values.</param>
public sealed record ResourcePoint(DateTimeOffset At, double? Mean, double? Highest);
