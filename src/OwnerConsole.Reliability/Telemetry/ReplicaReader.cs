using OwnerConsole.Data;
using OwnerConsole.Pure.Periods;
using OwnerConsole.Pure.Resources;
using OwnerConsole.Reliability.Telemetry.Public;
using OwnerConsole.Reliability.Telemetry.Resources.Public;

namespace OwnerConsole.Reliability.Telemetry;

/// <summary>Reads the replicas of a service with what they use.</summary>
internal static class ReplicaReader
{
    /// <returns>Replicas with values in the last day, at most 50, by name; and the trends of the service.</returns>
    public static async Task<(IReadOnlyList<ReplicaView> Replicas, IReadOnlyList<ResourceTrend> Trends)> Read(
        string service,
        TrendRange range,
        DateTimeOffset now,
        UnitOfWork work
    )
    {
        var rows = await ReplicaRows.List(service, now, work);
        var trends = await ResourceTrend.ListReplicas(service, range, now, work);
        return (
            [.. rows.GroupBy(row => row.Replica, StringComparer.Ordinal).Select(replica => View(replica.Key, [.. replica], trends, now))],
            trends.GetValueOrDefault(ResourceTrend.AllReplicas) ?? []
        );
    }

    private static ReplicaView View(
        string name,
        IReadOnlyList<ReplicaRow> rows,
        IReadOnlyDictionary<string, IReadOnlyList<ResourceTrend>> trends,
        DateTimeOffset now
    )
    {
        var own = trends.GetValueOrDefault(name) ?? [];
        return new(name, Find(ResourceKind.Cpu), Find(ResourceKind.Memory), Find(ResourceKind.Disk), rows.Max(row => row.LastAt));

        ReplicaResource? Find(ResourceKind resource) =>
            rows.FirstOrDefault(row => row.Resource == resource) is { } row
                ? Resource(row, own.FirstOrDefault(trend => trend.Resource == resource), now)
                : null;
    }

    private static ReplicaResource Resource(ReplicaRow row, ResourceTrend? trend, DateTimeOffset now)
    {
        var isFresh = row.IsFresh(now);
        return new(
            row.Metric,
            row.Unit,
            isFresh ? row.LastValue : null,
            isFresh ? row.Share : null,
            row.Maximum,
            row.Place,
            trend is not null && trend.Unit == row.Unit ? [.. trend.Points.Select(point => point.Mean)] : [],
            row.LastAt
        );
    }
}
