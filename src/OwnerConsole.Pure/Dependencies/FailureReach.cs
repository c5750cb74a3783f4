namespace OwnerConsole.Pure.Dependencies;

/// <summary>How a failure reaches tenants: through entry services, which no other service depends on.</summary>
public enum FailureReach
{
    /// <summary>All entry services fail.</summary>
    All,

    /// <summary>Some entry services fail. Tenants that use only the others are not affected.</summary>
    Some,

    /// <summary>No entry service fails, but some work with limitations.</summary>
    Limited,

    /// <summary>No entry service is affected.</summary>
    None,
}

/// <summary>Finds how a failure reaches tenants.</summary>
public static class FailureReaches
{
    /// <param name="service">Name of the service that fails.</param>
    /// <param name="affected">Services that are affected by it.</param>
    /// <param name="edges">All dependencies. If each service of the map is needed by another one, all services that depend on others are entries.</param>
    /// <returns>The reach of the failure.</returns>
    public static FailureReach Find(string service, IReadOnlyCollection<AffectedService> affected, IReadOnlyCollection<ServiceEdge> edges)
    {
        var entries = FindEntries(edges);
        var failing = affected.Where(known => known.Fails).Select(known => known.Service).Append(service).ToHashSet(StringComparer.Ordinal);
        return entries.TrueForAll(failing.Contains) ? FailureReach.All
            : entries.Exists(failing.Contains) ? FailureReach.Some
            : entries.Exists(name => affected.Any(known => known.Service == name)) ? FailureReach.Limited
            : FailureReach.None;
    }

    /// <returns>Services that no other one depends on. If each is needed by another one, all services that depend on others.</returns>
    internal static List<string> FindEntries(IReadOnlyCollection<ServiceEdge> edges)
    {
        var needed = edges.Select(edge => edge.DependsOn).ToHashSet(StringComparer.Ordinal);
        var dependents = edges.Select(edge => edge.Service).Distinct(StringComparer.Ordinal).ToList();
        var free = dependents.Where(name => !needed.Contains(name)).ToList();
        return free.Count > 0 ? free : dependents;
    }
}
