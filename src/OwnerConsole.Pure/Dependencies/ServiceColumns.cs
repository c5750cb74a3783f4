namespace OwnerConsole.Pure.Dependencies;

/// <summary>Columns of services in a drawing.</summary>
/// <param name="ByService">Column by the name of the service, starting with 0.</param>
/// <param name="Backward">Dependencies that close a cycle, as pairs of a service and the one that it depends on.</param>
internal sealed record ServiceColumns(IReadOnlyDictionary<string, int> ByService, IReadOnlySet<(string Service, string DependsOn)> Backward)
{
    /// <summary>Each service gets the column after the last one of those that depend on it. Dependencies that close a cycle are ignored.</summary>
    /// <param name="services">Names of services in a fixed order.</param>
    /// <param name="edges">Dependencies between them, in a fixed order.</param>
    public static ServiceColumns Of(IReadOnlyList<string> services, IReadOnlyList<ServiceEdge> edges)
    {
        var needed = edges.Select(edge => edge.DependsOn).ToHashSet(StringComparer.Ordinal);
        var dependencies = edges.ToLookup(edge => edge.Service, edge => edge.DependsOn, StringComparer.Ordinal);
        var (isDone, backward, visited) = (
            new Dictionary<string, bool>(StringComparer.Ordinal),
            new HashSet<(string Service, string DependsOn)>(),
            new List<string>()
        );
        // Services that no other one depends on are visited first, so that a cycle is entered where others use it.
        foreach (var service in services.OrderBy(needed.Contains))
            if (!isDone.ContainsKey(service))
                Visit(service, dependencies, isDone, backward, visited);
        var columns = services.ToDictionary(service => service, _ => 0, StringComparer.Ordinal);
        foreach (var service in visited.AsEnumerable().Reverse()) // dependents before what they depend on
        foreach (var other in dependencies[service].Where(other => !backward.Contains((service, other))))
            columns[other] = Math.Max(columns[other], columns[service] + 1);
        return new(columns, backward);
    }

    /// <summary>Visits what a service depends on before the service itself is complete. The depth is limited by the number of drawn services.</summary>
    private static void Visit(
        string service,
        ILookup<string, string> dependencies,
        Dictionary<string, bool> isDone,
        HashSet<(string Service, string DependsOn)> backward,
        List<string> visited
    )
    {
        isDone[service] = false;
        foreach (var other in dependencies[service])
            if (!isDone.TryGetValue(other, out var isComplete))
                Visit(other, dependencies, isDone, backward, visited);
            else if (!isComplete)
                backward.Add((service, other));
        isDone[service] = true;
        visited.Add(service);
    }
}
