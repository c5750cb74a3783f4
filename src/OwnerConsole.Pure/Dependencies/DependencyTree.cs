namespace OwnerConsole.Pure.Dependencies;

/// <summary>Orders services as an indented list: each service is followed by those that it depends on.</summary>
public static class DependencyTree
{
    /// <param name="edges">All dependencies. They can contain cycles and duplicates.</param>
    /// <returns>
    /// Rows that start with services that no other one depends on. The dependencies of a service are listed only where it appears first, so that there is one row per dependency and per start.
    /// </returns>
    public static IReadOnlyList<DependencyRow> Flatten(IReadOnlyCollection<ServiceEdge> edges)
    {
        var byService = edges
            .OrderBy(edge => edge.Strength)
            .ThenBy(edge => edge.DependsOn, StringComparer.Ordinal)
            .ToLookup(edge => edge.Service, StringComparer.Ordinal);
        var needed = edges.Select(edge => edge.DependsOn).ToHashSet(StringComparer.Ordinal);
        var (rows, listed) = (new List<DependencyRow>(), new HashSet<string>(StringComparer.Ordinal));
        // Services of a cycle that nothing else leads to have no natural start, so the first one by name is it.
        foreach (var start in byService.Select(group => group.Key).OrderBy(needed.Contains).ThenBy(name => name, StringComparer.Ordinal))
            if (!listed.Contains(start))
                Add(start, null, 0, byService, rows, listed);
        return rows;
    }

    private static void Add(
        string service,
        ServiceEdge? edge,
        int depth,
        ILookup<string, ServiceEdge> byService,
        List<DependencyRow> rows,
        HashSet<string> listed
    )
    {
        var isFirst = listed.Add(service);
        rows.Add(new(service, depth, edge, !isFirst && byService[service].Any()));
        if (isFirst)
            foreach (var next in byService[service])
                Add(next.DependsOn, next, depth + 1, byService, rows, listed);
    }
}

/// <summary>A row of an indented list of services.</summary>
/// <param name="Service">Name of the service.</param>
/// <param name="Depth">0 for a start, 1 for what it depends on, and so on.</param>
/// <param name="Edge">The dependency on this service; null for a start.</param>
/// <param name="IsRepeated">Whether its own dependencies are listed above.</param>
public sealed record DependencyRow(string Service, int Depth, ServiceEdge? Edge, bool IsRepeated);
