using OwnerConsole.Data;
using OwnerConsole.Pure.Dependencies;
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
    /// <returns>Null if that service is not on the map.</returns>
    internal static async Task<ServiceMapView?> Find(string? fails, DateTimeOffset now, UnitOfWork work)
    {
        var edges = await DependencyRecord.List(work);
        if (fails is not null && !edges.Any(edge => edge.Service == fails || edge.DependsOn == fails))
            return null;
        var known = edges.Select(edge => (edge.Service, edge.DependsOn)).ToHashSet();
        var calls = await ObservedCalls.List(DateOnly.FromDateTime(now.UtcDateTime).AddDays(1 - SuggestionDays), work);
        return new(
            edges,
            [.. calls.Where(call => !known.Contains((call.Service, call.Called))).Take(MaxSuggestions)],
            fails is null ? null : new(fails, FailureSimulation.Run(fails, edges))
        );
    }
}

/// <summary>What a failure would affect.</summary>
/// <param name="Service">Name of the service that fails.</param>
/// <param name="Affected">Affected services: those that fail too first, then by distance and name.</param>
public sealed record SimulatedFailure(string Service, IReadOnlyList<AffectedService> Affected);
