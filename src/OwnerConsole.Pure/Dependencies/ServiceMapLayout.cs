namespace OwnerConsole.Pure.Dependencies;

/// <summary>Layout of a drawing of services in columns. Each service is to the right of those that depend on it, except in cycles. The same map always has the same layout.</summary>
/// <param name="Services">Drawn services by column and row; empty without dependencies.</param>
/// <param name="Dependencies">Dependencies between drawn services, by the names of both. There is one per pair of services, the hard one if there are two.</param>
/// <param name="Columns">Number of columns.</param>
/// <param name="Rows">Number of services in the longest column.</param>
/// <param name="Hidden">Number of services that are not drawn, because there are more than <see cref="MaxServices"/>.</param>
public sealed record ServiceMapLayout(IReadOnlyList<PlacedService> Services, IReadOnlyList<PlacedDependency> Dependencies, int Columns, int Rows, int Hidden)
{
    /// <summary>Maximum number of services that are drawn. With more, no one can follow the lines.</summary>
    public const int MaxServices = 200;

    /// <summary>How often the order within columns is improved in each direction. More rounds hardly remove further crossings.</summary>
    private const int Rounds = 4;

    /// <param name="edges">All dependencies. They can contain cycles and duplicates.</param>
    /// <param name="first">Services that are drawn in any case, as far as the limit allows. After them follow those with the most dependencies.</param>
    /// <returns>The layout; without services if there are no dependencies between different ones.</returns>
    public static ServiceMapLayout Of(IReadOnlyCollection<ServiceEdge> edges, IReadOnlyCollection<string> first)
    {
        var links = edges
            .Where(edge => edge.Service != edge.DependsOn)
            .OrderBy(edge => edge.Strength)
            .DistinctBy(edge => (edge.Service, edge.DependsOn))
            .OrderBy(edge => edge.Service, StringComparer.Ordinal)
            .ThenBy(edge => edge.DependsOn, StringComparer.Ordinal)
            .ToList();
        var ranked = Rank(links, first);
        var drawn = ranked.Take(MaxServices).ToHashSet(StringComparer.Ordinal);
        var shown = links.Where(edge => drawn.Contains(edge.Service) && drawn.Contains(edge.DependsOn)).ToList();
        var columns = ServiceColumns.Of([.. drawn.Order(StringComparer.Ordinal)], shown);
        var sorted = Sort(columns.ByService, shown);
        var rows = sorted.Select(column => column.Count).DefaultIfEmpty(0).Max();
        return new(
            [.. sorted.SelectMany((column, index) => column.Select((service, row) => new PlacedService(service, index, row + ((rows - column.Count) / 2m))))],
            [.. shown.Select(edge => new PlacedDependency(edge, columns.Backward.Contains((edge.Service, edge.DependsOn))))],
            sorted.Count,
            rows,
            ranked.Count - drawn.Count
        );
    }

    private static List<string> Rank(IReadOnlyList<ServiceEdge> links, IReadOnlyCollection<string> first)
    {
        var important = first.ToHashSet(StringComparer.Ordinal);
        return
        [
            .. links
                .SelectMany(edge => new[] { edge.Service, edge.DependsOn })
                .GroupBy(name => name, StringComparer.Ordinal)
                .OrderByDescending(service => important.Contains(service.Key))
                .ThenByDescending(service => service.Count())
                .ThenBy(service => service.Key, StringComparer.Ordinal)
                .Select(service => service.Key),
        ];
    }

    /// <summary>Orders the services of each column by the mean position of their neighbours, so that fewer lines cross.</summary>
    private static List<List<string>> Sort(IReadOnlyDictionary<string, int> columns, IReadOnlyList<ServiceEdge> edges)
    {
        var (dependents, dependencies) = (
            edges.ToLookup(edge => edge.DependsOn, edge => edge.Service, StringComparer.Ordinal),
            edges.ToLookup(edge => edge.Service, edge => edge.DependsOn, StringComparer.Ordinal)
        );
        var sorted = columns
            .GroupBy(service => service.Value, service => service.Key)
            .OrderBy(column => column.Key)
            .Select(column => column.Order(StringComparer.Ordinal).ToList())
            .ToList();
        var positions = new Dictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var column in sorted)
            Place(column, positions);
        for (var round = 0; round < Rounds; round++)
        {
            for (var index = 1; index < sorted.Count; index++)
                sorted[index] = Sort(sorted[index], dependents, positions);
            for (var index = sorted.Count - 2; index >= 0; index--)
                sorted[index] = Sort(sorted[index], dependencies, positions);
        }
        return sorted;
    }

    private static List<string> Sort(List<string> column, ILookup<string, string> neighbours, Dictionary<string, decimal> positions)
    {
        var sorted = column
            .OrderBy(name => neighbours[name].Select(neighbour => positions[neighbour]).DefaultIfEmpty(positions[name]).Average())
            .ThenBy(name => name, StringComparer.Ordinal)
            .ToList();
        Place(sorted, positions);
        return sorted;
    }

    /// <summary>Positions are relative to the middle of a column, so that columns of different lengths can be compared.</summary>
    private static void Place(List<string> column, Dictionary<string, decimal> positions)
    {
        for (var row = 0; row < column.Count; row++)
            positions[column[row]] = row - ((column.Count - 1) / 2m);
    }
}

/// <summary>A service in a drawing.</summary>
/// <param name="Service">Name of the service.</param>
/// <param name="Column">Column from the left, starting with 0.</param>
/// <param name="Row">Position from the top in rows, starting with 0. Shorter columns are centred, so that it can be half a row.</param>
public sealed record PlacedService(string Service, int Column, decimal Row);

/// <summary>A dependency in a drawing.</summary>
/// <param name="Edge">The dependency.</param>
/// <param name="IsBackward">Whether it closes a cycle and leads to a service on the left.</param>
public sealed record PlacedDependency(ServiceEdge Edge, bool IsBackward);
