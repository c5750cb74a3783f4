using System.Net.Mime;
using Microsoft.AspNetCore.Http;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Pure.Exports;

namespace OwnerConsole.Ui.Tables;

/// <summary>How a list is written into a file.</summary>
public enum FileFormat
{
    Csv,
    Xlsx,
}

public static class TableFile
{
    /// <summary>What a list shows, as the file that the request asks for: the columns that are shown and those that always are.</summary>
    /// <exception cref="Problem">400: there is no such format</exception>
    public static IResult Of<TRow>(HttpContext context, ListAddress address, IReadOnlyList<FileColumn<TRow>> columns, ExportedList<TRow> list)
    {
        var look = new TableLook(address);
        return new TableFile<TRow>(context.Request.Word<FileFormat>("format") ?? FileFormat.Csv, [.. columns.Where(look.Shows)], list);
    }
}

/// <summary>A list as a file that a spreadsheet opens: all of its pages.</summary>
internal sealed class TableFile<TRow>(FileFormat format, IReadOnlyList<FileColumn<TRow>> columns, ExportedList<TRow> list) : IResult
{
    public Task ExecuteAsync(HttpContext context) =>
        format is FileFormat.Xlsx
            ? new SheetFile($"{list.Name}.xlsx", SheetParts()).ExecuteAsync(context)
            : new TextFile($"{list.Name}.csv", MediaTypeNames.Text.Csv, forPeople: true, CsvParts()).ExecuteAsync(context);

    private async IAsyncEnumerable<string> CsvParts()
    {
        var head = Csv.Row(columns.Select(column => column.Name));
        await foreach (var rows in ListPages.All(list.Next))
        {
            yield return head + string.Concat(rows.Select(row => Csv.Line(Cells(row))));
            head = "";
        }
    }

    private async IAsyncEnumerable<string> SheetParts()
    {
        var head = Sheet.Row(columns.Select(column => column.Name));
        var left = Sheet.MostRows - 2; // less the head and what is said at the end
        await foreach (var rows in ListPages.All(list.Next))
        {
            yield return head + string.Concat(rows.Take(left).Select(row => Sheet.Row(Cells(row))));
            head = "";
            left -= rows.Count;
            if (left >= 0)
                continue;
            yield return Sheet.Row(["There are more rows than a sheet holds. The CSV has them all."]);
            yield break;
        }
    }

    private IEnumerable<object?> Cells(TRow row) => columns.Select(column => column.Value(row));
}
