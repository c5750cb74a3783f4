using System.Net.Mime;
using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Pure.Exports;

namespace OwnerConsole.Ui.Tables;

/// <summary>File formats of exported lists.</summary>
public enum FileFormat
{
    Csv,
    Xlsx,
}

public static class TableFile
{
    /// <summary>Exports a list in the requested format, with its visible columns and those that can't be hidden.</summary>
    /// <exception cref="Problem">400: The format is unknown.</exception>
    public static IResult Of<TRow>(HttpContext context, ListAddress address, IReadOnlyList<FileColumn<TRow>> columns, ExportedList<TRow> list)
    {
        var look = new TableOptions(address);
        return new TableFile<TRow>(context.Request.Word<FileFormat>("format") ?? FileFormat.Csv, [.. columns.Where(look.Shows)], list);
    }
}

/// <summary>All pages of a list as a spreadsheet file.</summary>
internal sealed class TableFile<TRow>(FileFormat format, IReadOnlyList<FileColumn<TRow>> columns, ExportedList<TRow> list) : IResult
{
    public Task ExecuteAsync(HttpContext context) =>
        format is FileFormat.Xlsx
            ? new WorkbookFile($"{list.Name}.xlsx", "List", SheetPages()).ExecuteAsync(context)
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

    private async IAsyncEnumerable<IEnumerable<IEnumerable<object?>>> SheetPages()
    {
        IEnumerable<IEnumerable<object?>> head = [columns.Select(column => column.Name)];
        var left = WorkbookWriter.MaxRows - 2; // minus the header and the note at the end
        await foreach (var rows in ListPages.All(list.Next))
        {
            yield return head.Concat(rows.Take(left).Select(Cells));
            head = [];
            left -= rows.Count;
            if (left >= 0)
                continue;
            yield return
            [
                ["This sheet is full. Export as CSV to get all rows."],
            ];
            yield break;
        }
    }

    private IEnumerable<object?> Cells(TRow row) => columns.Select(column => column.Value(row));
}
