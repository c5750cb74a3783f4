using System.Reflection;

namespace OwnerConsole.Kernel.Tenancy;

/// <summary>
/// The datamap.csv next to the migrations of each module, which list all text columns, whether they contain personal data, and how each is anonymised.
/// </summary>
/// <remarks>
/// <c>null</c>, <c>text</c>, <c>object</c> and <c>list</c>: the column is emptied. <c>row</c>: the row is deleted. <c>own</c>: <see cref="Anonymiser"/> has a statement for it.
/// <c>follows</c>: the database derives it from other columns. <c>kept</c>: it contains only numbers, words of the platform and ids. <c>platform</c>: it belongs to the owner.
/// </remarks>
/// <param name="assemblies">Assemblies with migrations.</param>
public sealed class DataMap(IEnumerable<Assembly> assemblies)
{
    /// <summary>Columns of the kernel and of all modules, by table.</summary>
    public IReadOnlyList<MappedColumn> Columns { get; } = [.. assemblies.SelectMany(Read).OrderBy(column => column.Table, StringComparer.Ordinal)];

    /// <summary>SQL expression for the emptied column; null for columns that are not emptied.</summary>
    internal static string? Empty(string anonymised) =>
        anonymised switch
        {
            "null" => "null",
            "text" => "''",
            "object" => "'{}'",
            "list" => "'[]'",
            _ => null,
        };

    private static IEnumerable<MappedColumn> Read(Assembly assembly) =>
        assembly.GetManifestResourceNames().Where(name => name.EndsWith("/datamap.csv", StringComparison.Ordinal)).SelectMany(name => Read(assembly, name));

    private static IEnumerable<MappedColumn> Read(Assembly assembly, string resource)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!); // it is one of its names
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
            if (line.Split(',') is [var table, var column, var kind, var anonymised])
                yield return new(table, column, kind, anonymised);
    }
}

/// <param name="Kind">One of personal, free, word, reference and secret.</param>
/// <param name="Anonymised">How the column is anonymised; empty when it isn't.</param>
public sealed record MappedColumn(string Table, string Column, string Kind, string Anonymised);
