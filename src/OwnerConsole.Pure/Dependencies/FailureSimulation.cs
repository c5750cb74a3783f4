namespace OwnerConsole.Pure.Dependencies;

/// <summary>Finds the services that are affected when one of them fails.</summary>
public static class FailureSimulation
{
    /// <param name="service">Name of the service that fails.</param>
    /// <param name="edges">All dependencies. They can contain cycles and duplicates.</param>
    /// <returns>
    /// The affected services without the failing one: those that fail first, then by distance and name.
    /// A service that can be reached in several ways has its worst effect with the shortest distance.
    /// </returns>
    public static IReadOnlyList<AffectedService> Run(string service, IReadOnlyCollection<ServiceEdge> edges)
    {
        var dependents = edges.ToLookup(edge => edge.DependsOn, StringComparer.Ordinal);
        var effects = new Dictionary<string, AffectedService>(StringComparer.Ordinal) { [service] = new(service, Fails: true, 0, "") };
        Spread(effects, [service], dependents, hardOnly: true);
        Spread(effects, [.. effects.Keys], dependents, hardOnly: false);
        effects.Remove(service);
        return
        [
            .. effects.Values.OrderByDescending(known => known.Fails).ThenBy(known => known.Distance).ThenBy(known => known.Service, StringComparer.Ordinal),
        ];
    }

    /// <summary>Adds the dependents of known services until there are no others. Each service is added once, so that cycles end.</summary>
    private static void Spread(Dictionary<string, AffectedService> effects, IReadOnlyList<string> start, ILookup<string, ServiceEdge> dependents, bool hardOnly)
    {
        var left = new PriorityQueue<string, int>(start.Select(name => (name, effects[name].Distance)));
        while (left.TryDequeue(out var name, out var distance))
            foreach (var edge in dependents[name].Where(edge => !hardOnly || edge.Strength is DependencyStrength.Hard))
                if (effects.TryAdd(edge.Service, new(edge.Service, hardOnly, distance + 1, name)))
                    left.Enqueue(edge.Service, distance + 1);
    }
}

/// <summary>A service that is affected when another one fails.</summary>
/// <param name="Service">Name of the service.</param>
/// <param name="Fails">True if it fails; false if it works with limitations.</param>
/// <param name="Distance">Number of dependencies between it and the failing service.</param>
/// <param name="Via">Service that it depends on directly, and that is affected too.</param>
public sealed record AffectedService(string Service, bool Fails, int Distance, string Via);
