using System.Reflection;

namespace OwnerConsole.Kernel.Tenancy;

/// <summary>Reads datamap.csv, which lists all text columns, whether they contain personal data, and how each is anonymised.</summary>
/// <remarks>
/// <c>null</c>, <c>text</c>, <c>object</c> and <c>list</c>: the column is emptied. <c>row</c>: the row is deleted. <c>own</c>: <see cref="Anonymiser"/> has a statement for it.
/// <c>follows</c>: the database derives it from other columns. <c>kept</c>: it contains only numbers, words of the platform and ids. <c>platform</c>: it belongs to the owner.
/// </remarks>
internal static class DataMap
{
    public static readonly IReadOnlyList<MappedColumn> Columns = [.. Read()];

    /// <summary>SQL expression for the emptied column; null for columns that are not emptied.</summary>
    public static string? Empty(string anonymised) =>
        anonymised switch
        {
            "null" => "null",
            "text" => "''",
            "object" => "'{}'",
            "list" => "'[]'",
            _ => null,
        };

    private static IEnumerable<MappedColumn> Read()
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream("datamap.csv")!); // it is an embedded resource
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
            if (line.Split(',') is [var table, var column, var kind, var anonymised])
                yield return new(table, column, kind, anonymised);
    }
}

/// <param name="Kind">One of personal, free, word, reference and secret.</param>
/// <param name="Anonymised">How the column is anonymised; empty when it isn't.</param>
internal sealed record MappedColumn(string Table, string Column, string Kind, string Anonymised);
