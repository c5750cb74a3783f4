using System.Reflection;

namespace OwnerConsole.Kernel.Tenancy;

/// <summary>Which columns hold words, whether a person stands in them, and what becomes of each when whom it is about is anonymised: datamap.csv.</summary>
/// <remarks>
/// <c>null</c>, <c>text</c>, <c>object</c> and <c>list</c>: it is emptied. <c>row</c>: its row goes. <c>own</c>: <see cref="Anonymity"/> has a statement for it.
/// <c>follows</c>: the database makes it of others. <c>kept</c>: it holds numbers, words of the platform and ids. <c>platform</c>: it is the owner's own, and no tenant's.
/// </remarks>
internal static class DataMap
{
    public static readonly IReadOnlyList<MappedColumn> Columns = [.. Read()];

    /// <summary>What a column is emptied to, as SQL; other words leave it to somebody else.</summary>
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
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream("datamap.csv")!); // it is embedded
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
            if (line.Split(',') is [var table, var column, var kind, var anonymised])
                yield return new(table, column, kind, anonymised);
    }
}

/// <param name="Kind">personal, free, word, reference or secret</param>
/// <param name="Anonymised">empty where nothing has to be done</param>
internal sealed record MappedColumn(string Table, string Column, string Kind, string Anonymised);
