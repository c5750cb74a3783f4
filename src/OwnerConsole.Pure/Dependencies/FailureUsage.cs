namespace OwnerConsole.Pure.Dependencies;

/// <summary>What is known about the tenants of the services that a failure reaches.</summary>
/// <param name="Services">Reached services whose tenants are known, by name. Their tenants are affected.</param>
/// <param name="Unknown">Reached entry services whose tenants are unknown, by name. If there is one, any tenant can be affected.</param>
public sealed record FailureUsage(IReadOnlyList<string> Services, IReadOnlyList<string> Unknown)
{
    /// <param name="service">Name of the service that fails.</param>
    /// <param name="affected">Services that are affected by it.</param>
    /// <param name="edges">All dependencies.</param>
    /// <param name="known">Names of services whose tenants are known.</param>
    /// <returns>
    /// An entry service counts as known if its own tenants are known, or those of a service through which the failure reaches it: only they use what fails.
    /// Without a reached entry service, as in some cycles, nothing is unknown. A service that nothing depends on is its own entry.
    /// </returns>
    public static FailureUsage Find(
        string service,
        IReadOnlyCollection<AffectedService> affected,
        IReadOnlyCollection<ServiceEdge> edges,
        IReadOnlySet<string> known
    )
    {
        var via = affected.ToDictionary(reached => reached.Service, reached => reached.Via, StringComparer.Ordinal);
        IReadOnlyList<string> entries =
            affected.Count == 0 ? [service] : [.. FailureReaches.FindEntries(edges).Where(name => name == service || via.ContainsKey(name))];
        return new(
            [.. via.Keys.Append(service).Where(known.Contains).Order(StringComparer.Ordinal)],
            [.. entries.Where(entry => !IsKnown(entry, service, via, known)).Order(StringComparer.Ordinal)]
        );
    }

    /// <summary>Follows the way of the failure back. It ends, because each service is reached from one that was reached before.</summary>
    private static bool IsKnown(string entry, string service, Dictionary<string, string> via, IReadOnlySet<string> known)
    {
        for (var name = entry; ; name = via[name])
            if (known.Contains(name))
                return true;
            else if (name == service)
                return false;
    }
}
