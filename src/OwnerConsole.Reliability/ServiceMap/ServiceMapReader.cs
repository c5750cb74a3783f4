using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Pure.Dependencies;
using OwnerConsole.Reliability.Incidents.Public;
using OwnerConsole.Reliability.Probes.Public;
using OwnerConsole.Reliability.ServiceMap.Public;
using OwnerConsole.Reliability.Telemetry.Public;

namespace OwnerConsole.Reliability.ServiceMap;

/// <summary>Reads the service map and simulates failures.</summary>
internal sealed class ServiceMapReader(PlatformImpactReader impacts, ServiceTenantReader tenants, TimeProvider clock)
{
    private const int MaxSuggestions = 50,
        SuggestionDays = 30;

    /// <summary>Permission to see the states of probes.</summary>
    private const string ProbeRead = "probe.read";

    /// <param name="fails">Name of a service whose failure is simulated; null for none.</param>
    /// <param name="caller">Without access to tenants, their MRR and the IDs of assigned ones are left out.</param>
    /// <param name="work">Can read all tenants.</param>
    /// <returns>Null if that service is not on the map.</returns>
    public async Task<ServiceMapView?> Find(string? fails, Caller caller, UnitOfWork work)
    {
        var edges = await DependencyRecord.List(work);
        if (fails is not null && !edges.Any(edge => edge.Service == fails || edge.DependsOn == fails))
            return null;
        var usages = await UsageRecord.List(work);
        var known = edges.Select(edge => (edge.Service, edge.DependsOn)).ToHashSet();
        var calls = await ObservedCalls.List(DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime).AddDays(1 - SuggestionDays), work);
        return new(
            edges,
            [.. usages.Select(usage => ServiceUsageView.Of(usage, caller))],
            [.. calls.Where(call => !known.Contains((call.Service, call.Called))).Take(MaxSuggestions)],
            fails is null ? null : await Simulate(fails, edges, usages, caller, work)
        );
    }

    /// <returns>States of probes that have the name of a service, by that name. Empty without access to probes.</returns>
    public static async Task<IReadOnlyDictionary<string, HealthState>> FindHealth(Caller caller, UnitOfWork work) =>
        caller.CanRead(ProbeRead)
            ? (await ProbeHealth.List(work))
                .DistinctBy(probe => probe.Name, StringComparer.OrdinalIgnoreCase)
                .ToDictionary(probe => probe.Name, probe => probe.State, StringComparer.OrdinalIgnoreCase)
            : new Dictionary<string, HealthState>(StringComparer.OrdinalIgnoreCase);

    private async Task<SimulatedFailure> Simulate(
        string service,
        IReadOnlyList<ServiceEdge> edges,
        IReadOnlyList<UsageRecord> usages,
        Caller caller,
        UnitOfWork work
    )
    {
        var affected = FailureSimulation.Run(service, edges);
        var found = await tenants.Find(service, affected, edges, usages, work);
        var impact = await impacts.Find(found.Ids, caller, work);
        return new(
            service,
            affected,
            new(FailureReaches.Find(service, affected, edges), found.Basis, found.Unknown, impact.Tenants, impact.Members, impact.Mrr)
        );
    }
}
