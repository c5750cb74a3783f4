using ExcelDataReader;
using OwnerConsole.Data;
using OwnerConsole.Pure.Imports;

namespace OwnerConsole.Tenants.Imports;

/// <summary>A sheet of an Excel file that <see cref="WorkbookPackage"/> has checked. Formulas have their last value.</summary>
internal sealed class WorkbookTable : ImportTable
{
    private const int MaxSheets = 100,
        MaxSheetRows = 1_048_576; // of Excel; a hostile file has rows far below the others

    private readonly Stream _content;
    private readonly int _index;
    private readonly string _name;
    private readonly Dictionary<(int Row, int Column), string> _errors;

    private WorkbookTable(Stream content, int index, string name, Dictionary<(int Row, int Column), string> errors) =>
        (_content, _index, _name, _errors) = (content, index, name, errors);

    public override string? Sheet => _name;

    /// <param name="content">The file. It can be read again from its start.</param>
    /// <param name="sheet">Name of the sheet; null for the first visible one.</param>
    /// <exception cref="Problem">422: the file is damaged or has no such sheet.</exception>
    public static WorkbookTable Open(Stream content, string? sheet, CancellationToken stop)
    {
        var (index, name) = Find(content, sheet, stop);
        return new(content, index, name, WorkbookPackage.FindErrors(content, index, stop));
    }

    private static (int Index, string Name) Find(Stream content, string? sheet, CancellationToken stop)
    {
        using var reader = OpenReader(content);
        if (reader.ResultsCount is 0 or > MaxSheets)
            throw new Problem(422, "unknown_sheet", $"The Excel file must have 1 to {MaxSheets} sheets.");
        var names = new List<string>();
        do
        {
            stop.ThrowIfCancellationRequested();
            var name = ImportBody.SheetName(CellText.Of(reader.Name)) ?? "";
            if (sheet is null ? reader.VisibleState is null or "visible" : string.Equals(name, sheet, StringComparison.OrdinalIgnoreCase))
                return (names.Count, name);
            names.Add(name);
        } while (WorkbookPackage.Guard(reader.NextResult));
        throw new Problem(
            422,
            "unknown_sheet",
            sheet is null
                ? "All sheets of the Excel file are hidden. Name the sheet to import."
                : $"The Excel file has no sheet with this name. It has: {string.Join(", ", names.Take(10))}."
        );
    }

    public override IEnumerable<IReadOnlyList<string>> Records()
    {
        using var reader = OpenReader(_content);
        for (var at = 0; at < _index; at++)
            WorkbookPackage.Guard(reader.NextResult);
        if (reader.FieldCount > ImportFile.MaxColumns)
            throw new Problem(
                422,
                "too_many_columns",
                $"The sheet has more than {ImportFile.MaxColumns} columns. Delete the columns that you don't import, also those that are empty."
            );
        for (var number = 0; WorkbookPackage.Guard(reader.Read); number++)
        {
            if (number >= MaxSheetRows)
                throw WorkbookPackage.Damaged();
            var row = number;
            var record = WorkbookPackage.Guard(() => Read(reader, row));
            if (record.Count > 0)
                yield return record;
        }
    }

    private static IExcelDataReader OpenReader(Stream content) =>
        WorkbookPackage.Guard(() =>
        {
            // Every configuration of the library asks for Windows-1252, also for files without it.
            System.Text.Encoding.RegisterProvider(System.Text.CodePagesEncodingProvider.Instance);
            content.Position = 0;
            return ExcelReaderFactory.CreateOpenXmlReader(content, new ExcelReaderConfiguration { LeaveOpen = true });
        });

    /// <returns>The cells up to the last one that isn't blank.</returns>
    private List<string> Read(IExcelDataReader reader, int row)
    {
        var cells = new List<string>(reader.FieldCount);
        for (var column = 0; column < reader.FieldCount; column++)
            cells.Add(_errors.GetValueOrDefault((row, column)) ?? CellText.Of(reader.GetValue(column)));
        var count = cells.FindLastIndex(cell => !string.IsNullOrWhiteSpace(cell)) + 1;
        cells.RemoveRange(count, cells.Count - count);
        return cells;
    }
}
