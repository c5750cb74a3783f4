using System.Globalization;
using System.Net.Mime;
using System.Text;
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

/// <summary>A list as a CSV file that a spreadsheet opens, written while it is read: all of its pages, the columns that are shown and those that always are.</summary>
/// <param name="name">of the file, without its ending</param>
/// <param name="next">the page after a cursor; it gives its connection back before anything is sent, so that who reads slowly holds none</param>
public sealed class TableFile<TRow>(string name, ListAddress address, IReadOnlyList<FileColumn<TRow>> columns, Func<string?, Task<Page<TRow>>> next) : IResult
{
    public async Task ExecuteAsync(HttpContext context)
    {
        var look = new TableLook(address);
        var shown = columns.Where(look.Shows).ToList();
        var first = await next(null);
        context.Response.ContentType = $"{MediaTypeNames.Text.Csv}; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"{name}.csv\"";
        // With the mark by which spreadsheets know that names are UTF-8.
        await using var writer = new StreamWriter(context.Response.Body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        await writer.WriteAsync(Csv.Row(shown.Select(column => column.Name)));
        for (var page = first; ; page = await next(page.NextCursor))
        {
            foreach (var row in page.Data)
                await writer.WriteAsync(Csv.Line(shown.Select(column => column.Value(row))));
            await writer.FlushAsync(context.RequestAborted);
            if (page.NextCursor is null)
                return;
        }
    }

    /// <returns>as programs read it; null for never</returns>
    public static string? Instant(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
