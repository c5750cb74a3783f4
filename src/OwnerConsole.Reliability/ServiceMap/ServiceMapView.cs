using OwnerConsole.Data;
using OwnerConsole.Pure.Amounts;
using OwnerConsole.Pure.Dependencies;
using OwnerConsole.Reliability.Incidents.Public;
using OwnerConsole.Reliability.Telemetry.Public;

namespace OwnerConsole.Reliability.ServiceMap;

/// <summary>Which services depend on which others.</summary>
/// <param name="Dependencies">Dependencies that the team has added, by service.</param>
/// <param name="Suggestions">Calls in traces of the last 30 days that are not dependencies, the most frequent first, at most 50.</param>
/// <param name="Failure">What a failure would affect; null if no service is simulated.</param>
public sealed record ServiceMapView(IReadOnlyList<ServiceEdge> Dependencies, IReadOnlyList<ObservedCalls> Suggestions, SimulatedFailure? Failure)
{
    private const int MaxSuggestions = 50,
        SuggestionDays = 30;

    /// <param name="fails">Name of a service whose failure is simulated; null for none.</param>
    /// <param name="impacts">Figures of the whole platform.</param>
    /// <param name="caller">Without access to tenants, their MRR is left out.</param>
    /// <returns>Null if that service is not on the map.</returns>
    internal static async Task<ServiceMapView?> Find(string? fails, PlatformImpactReader impacts, Caller caller, DateTimeOffset now, UnitOfWork work)
    {
        var edges = await DependencyRecord.List(work);
        if (fails is not null && !edges.Any(edge => edge.Service == fails || edge.DependsOn == fails))
            return null;
        var known = edges.Select(edge => (edge.Service, edge.DependsOn)).ToHashSet();
        var calls = await ObservedCalls.List(DateOnly.FromDateTime(now.UtcDateTime).AddDays(1 - SuggestionDays), work);
        return new(
            edges,
            [.. calls.Where(call => !known.Contains((call.Service, call.Called))).Take(MaxSuggestions)],
            fails is null ? null : await Simulate(fails, edges, impacts, caller, work)
        );
    }

    private static async Task<SimulatedFailure> Simulate(
        string service,
        IReadOnlyList<ServiceEdge> edges,
        PlatformImpactReader impacts,
        Caller caller,
        UnitOfWork work
    )
    {
        var affected = FailureSimulation.Run(service, edges);
        var reach = FailureReaches.Find(service, affected, edges);
        if (reach is FailureReach.None)
            return new(service, affected, new(reach, 0, 0, null));
        var all = await impacts.Find(caller, work);
        return new(service, affected, new(reach, all.Tenants, all.Members, all.Mrr));
    }
}

/// <summary>What a failure would affect.</summary>
/// <param name="Service">Name of the service that fails.</param>
/// <param name="Affected">Affected services: those that fail too first, then by distance and name.</param>
/// <param name="Impact">Tenants that it can affect.</param>
public sealed record SimulatedFailure(string Service, IReadOnlyList<AffectedService> Affected, FailureImpact Impact);

/// <summary>Tenants that a failure can affect. Which tenants use which service is unknown, so all count unless no entry service is affected.</summary>
/// <param name="Reach">How it reaches tenants.</param>
/// <param name="Tenants">Number of tenants that it can affect.</param>
/// <param name="Members">Number of their members.</param>
/// <param name="Mrr">Their MRR in the reporting currency; null if there is none, and without access to tenants.</param>
public sealed record FailureImpact(FailureReach Reach, long Tenants, long Members, [property: Sensitive(FieldClass.Money)] Money? Mrr);
