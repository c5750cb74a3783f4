namespace OwnerConsole.Pure.Dependencies;

/// <summary>What is known about the tenants of the services that a failure reaches.</summary>
public static class FailureUsage
{
    /// <param name="service">Name of the service that fails.</param>
    /// <param name="affected">Services that are affected by it.</param>
    /// <param name="edges">All dependencies.</param>
    /// <param name="known">Names of services whose tenants are known.</param>
    /// <returns>
    /// Names of the reached entry services whose tenants are unknown, sorted. If there is one, any tenant can be affected. An entry service counts as known if its own
    /// tenants are known, or if the failure reaches it only through services whose tenants are known: only they use what fails. Without a reached entry service, as in
    /// some cycles, nothing is unknown. A service that nothing depends on is its own entry.
    /// </returns>
    public static IReadOnlyList<string> FindUnknown(
        string service,
        IReadOnlyCollection<AffectedService> affected,
        IReadOnlyCollection<ServiceEdge> edges,
        IReadOnlySet<string> known
    )
    {
        var unknown = Reach(service, edges, known);
        IReadOnlyList<string> entries = affected.Count == 0 ? [service] : FailureReaches.FindEntries(edges);
        return [.. entries.Where(unknown.Contains).Order(StringComparer.Ordinal)];
    }

    /// <returns>The services that the failure reaches through services whose tenants are unknown. Each is visited once, so that cycles end.</returns>
    private static HashSet<string> Reach(string service, IReadOnlyCollection<ServiceEdge> edges, IReadOnlySet<string> known)
    {
        var dependents = edges.ToLookup(edge => edge.DependsOn, edge => edge.Service, StringComparer.Ordinal);
        var (unknown, left) = (new HashSet<string>(StringComparer.Ordinal), new Queue<string>([service]));
        while (left.TryDequeue(out var name))
            if (!known.Contains(name) && unknown.Add(name))
                foreach (var dependent in dependents[name])
                    left.Enqueue(dependent);
        return unknown;
    }
}
