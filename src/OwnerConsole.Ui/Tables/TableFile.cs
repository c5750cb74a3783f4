using System.Globalization;
using System.Net.Mime;
using Microsoft.AspNetCore.Http;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Pure.Exports;

namespace OwnerConsole.Ui.Tables;

/// <summary>A column of a list in a file.</summary>
/// <param name="Name">at its head, for programs</param>
/// <param name="Value">a text, a decimal, or null for an empty cell</param>
public sealed record FileColumn<TRow>(string Name, Func<TRow, object?> Value) : IColumn
{
    public string Title => Name;

    public string? Word { get; init; }

    public bool IsExtra { get; init; }
}

/// <summary>A list as a CSV file that a spreadsheet opens: all of its pages, the columns that are shown and those that always are.</summary>
/// <param name="name">of the file, without its ending</param>
/// <param name="next">the page after a cursor; it gives its connection back before it answers</param>
public sealed class TableFile<TRow>(string name, ListAddress address, IReadOnlyList<FileColumn<TRow>> columns, Func<string?, Task<Page<TRow>>> next) : IResult
{
    public Task ExecuteAsync(HttpContext context) => new TextFile($"{name}.csv", MediaTypeNames.Text.Csv, forPeople: true, Parts()).ExecuteAsync(context);

    private async IAsyncEnumerable<string> Parts()
    {
        var look = new TableLook(address);
        var shown = columns.Where(look.Shows).ToList();
        var head = Csv.Row(shown.Select(column => column.Name));
        await foreach (var rows in ListPages.All(next))
        {
            yield return head + string.Concat(rows.Select(row => Csv.Line(shown.Select(column => column.Value(row)))));
            head = "";
        }
    }

    /// <returns>as programs read it; null for never</returns>
    public static string? Instant(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
