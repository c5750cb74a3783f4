using OwnerConsole.Data;
using OwnerConsole.Reliability.Telemetry.Public;
using OwnerConsole.Reliability.Telemetry.Resources.Public;

namespace OwnerConsole.Reliability.Telemetry;

/// <summary>Limits the number of replicas. A new one replaces the one that has been silent for longest.</summary>
internal static class ReplicaLimit
{
    /// <summary>Maximum number of replicas of one service, and of all.</summary>
    public const int MaxOfService = 50,
        MaxReplicas = 500;

    /// <summary>Maximum number of silent replicas of one service. Jobs start a replica for each run, which would use up the limits of all services.</summary>
    public const int MaxSilentOfService = 10;

    /// <summary>Replicas without values for this long can be replaced. Deployments start new replicas with new names.</summary>
    private const string Silence = "15 minutes";

    /// <returns>Readings of known replicas, and of new ones within the limits.</returns>
    public static async Task<IReadOnlyList<ReplicaReading>> Accept(IReadOnlyList<ReplicaReading> readings, UnitOfWork work)
    {
        var sent = readings.Select(reading => new ReplicaName(reading.Service, reading.Replica)).Distinct().ToList();
        if (sent.Count == 0)
            return [];
        var known = (
            await work.List<ReplicaName>(
                """
                select distinct r.service, r.replica from unnest(@services, @replicas) n(service, replica)
                  join telemetry.replicas r on r.tenant_id = 'tnt_platform' and r.service = n.service and r.replica = n.replica
                """,
                Names(sent)
            )
        ).ToHashSet();
        var added = sent.Where(name => !known.Contains(name)).ToList();
        if (added.Count == 0)
            return readings;
        known.UnionWith(await Admit(added, sent, work));
        return [.. readings.Where(reading => known.Contains(new(reading.Service, reading.Replica)))];
    }

    /// <param name="added">New replicas.</param>
    /// <param name="sent">All replicas of the report, also known ones, which are not silent any more.</param>
    /// <returns>New replicas that can be stored, after those that they replace were deleted.</returns>
    private static async Task<IReadOnlyList<ReplicaName>> Admit(IReadOnlyList<ReplicaName> added, IReadOnlyList<ReplicaName> sent, UnitOfWork work)
    {
        await work.Execute("select pg_advisory_xact_lock(hashtextextended('telemetry.replicas', 0))"); // two reports could exceed the limit together
        var stored = (
            await work.List<StoredReplica>(
                $"""
                select service, replica, max(last_at) < now() - interval '{Silence}' as is_silent from telemetry.replicas
                 where tenant_id = 'tnt_platform' group by service, replica order by max(last_at), service, replica
                """
            )
        ).ToList();
        var (admitted, replaced) = (new List<ReplicaName>(), RemoveEnded(added, sent, stored));
        foreach (var name in added)
        {
            if (stored.Exists(replica => replica.Service == name.Service && replica.Replica == name.Replica))
            {
                admitted.Add(name); // another report stored it while this one waited for the lock
                continue;
            }
            var isServiceFull = stored.Count(replica => replica.Service == name.Service) >= MaxOfService;
            if (isServiceFull || stored.Count >= MaxReplicas)
            {
                var index = stored.FindIndex(replica => replica.IsSilent && (!isServiceFull || replica.Service == name.Service));
                if (index < 0)
                    continue;
                replaced.Add(new(stored[index].Service, stored[index].Replica));
                stored.RemoveAt(index);
            }
            stored.Add(new(name.Service, name.Replica, IsSilent: false));
            admitted.Add(name);
        }
        if (replaced.Count > 0)
        {
            // Collectors can name a service after each pod, so roll-ups of services that no longer exist would grow with each deployment.
            var ended = replaced.Select(name => name.Service).Except(stored.Select(replica => replica.Service), StringComparer.Ordinal);
            await Delete([.. replaced, .. ended.Select(service => new ReplicaName(service, ResourceTrend.AllReplicas))], work);
        }
        return admitted;
    }

    /// <summary>Removes the replicas of the services of new ones that have been silent for longest, beyond the limit of silent replicas.</summary>
    /// <param name="added">New replicas.</param>
    /// <param name="sent">All replicas of the report.</param>
    /// <param name="stored">The one that has been silent for longest first. The removed ones are taken out.</param>
    private static List<ReplicaName> RemoveEnded(IReadOnlyList<ReplicaName> added, IReadOnlyList<ReplicaName> sent, List<StoredReplica> stored)
    {
        var services = added.Select(name => name.Service).ToHashSet(StringComparer.Ordinal);
        var ended = stored
            .Where(replica => replica.IsSilent && services.Contains(replica.Service) && !sent.Contains(new(replica.Service, replica.Replica)))
            .GroupBy(replica => replica.Service, StringComparer.Ordinal)
            .SelectMany(silent => silent.SkipLast(MaxSilentOfService))
            .ToHashSet();
        stored.RemoveAll(ended.Contains);
        return [.. ended.Select(replica => new ReplicaName(replica.Service, replica.Replica))];
    }

    private static async Task Delete(IReadOnlyList<ReplicaName> replaced, UnitOfWork work)
    {
        foreach (var table in new[] { "telemetry.replicas", "telemetry.resource_rollups" })
            await work.Execute(
                $"""
                delete from {table} r using unnest(@services, @replicas) n(service, replica)
                 where r.tenant_id = 'tnt_platform' and r.service = n.service and r.replica = n.replica
                """,
                Names(replaced)
            );
    }

    private static object Names(IReadOnlyList<ReplicaName> names) =>
        new { services = names.Select(name => name.Service).ToArray(), replicas = names.Select(name => name.Replica).ToArray() };

    private sealed record ReplicaName(string Service, string Replica);

    /// <param name="IsSilent">Whether it can be replaced.</param>
    private sealed record StoredReplica(string Service, string Replica, bool IsSilent);
}
