using System.Globalization;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.Imports;
using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Tenants.Imports;

/// <summary>A CSV or Excel file with a table: a header and rows of cells. Its type is detected by its content.</summary>
internal sealed class ImportFile
{
    public const int MaxBytes = 50 * 1024 * 1024,
        MaxRows = Previews.MaxSubjects,
        MaxColumns = 100;

    private const int MaxCell = 10_000,
        BufferSize = 64 * 1024;

    private ImportFile(ImportTable table) => Table = table;

    public ImportTable Table { get; }

    /// <summary>Header of each column. Empty headers are numbered, and equal ones are distinguished.</summary>
    public IReadOnlyList<string> Headers { get; private set; } = [];

    /// <summary>Number of rows after the header.</summary>
    public int Count { get; private set; }

    /// <summary>Reads the file before anything is stored, so that nothing is left of a file that is refused. It is read in parts, never into memory as a whole.</summary>
    /// <param name="content">The file. It can be read again from its start once it was read to its end.</param>
    /// <param name="sheet">Name of the sheet of an Excel file; null for the first visible one.</param>
    /// <exception cref="Problem">422: it isn't a file with a header and rows, has no such sheet, or is too large.</exception>
    public static async Task<ImportFile> Open(Stream content, string? sheet, CancellationToken stop)
    {
        var detector = new EncodingDetector();
        var buffer = new byte[BufferSize];
        var length = 0L;
        var type = WorkbookType.None;
        while (await content.ReadAtLeastAsync(buffer, minimumBytes: 8, throwOnEndOfStream: false, stop) is > 0 and var read)
        {
            if (length == 0)
                type = WorkbookPackage.Detect(buffer.AsSpan(0, read));
            length += read;
            if (length > (type is WorkbookType.None ? MaxBytes : WorkbookPackage.MaxBytes))
                throw new Problem(422, "file_too_large", "The file must have at most 50 MB, or 25 MB as an Excel file. Split it into several files.");
            if (type is WorkbookType.Current)
                continue;
            detector.Add(buffer.AsSpan(0, read));
            if (type is WorkbookType.Old || detector.IsBinary)
                break;
        }
        var file = new ImportFile(type is WorkbookType.None ? OpenText(content, detector, sheet) : OpenWorkbook(content, type, sheet, stop));
        file.Check(stop);
        return file;
    }

    /// <returns>The cells of each row after the header. Blank rows are left out.</returns>
    public IEnumerable<IReadOnlyList<string>> Rows() => Table.Records().Skip(1);

    private static TextTable OpenText(Stream content, EncodingDetector detector, string? sheet)
    {
        if (detector.Complete() is not (var encoding, var decoding))
            throw new Problem(422, "not_text", "The file must be a CSV file or an Excel file (.xlsx). Extract an archive first.");
        if (sheet is not null)
            throw new Problem(422, "unknown_sheet", "Only Excel files have sheets. Leave the sheet blank.");
        return new(content, encoding, decoding);
    }

    private static WorkbookTable OpenWorkbook(Stream content, WorkbookType type, string? sheet, CancellationToken stop)
    {
        if (type is WorkbookType.Old)
            throw new Problem(
                422,
                "old_excel_file",
                "Excel files of the old type (.xls) and with a password can't be read. Save the file as an Excel workbook (.xlsx) without a password, or as CSV."
            );
        WorkbookPackage.Check(content, stop);
        return WorkbookTable.Open(content, sheet, stop);
    }

    private void Check(CancellationToken stop)
    {
        var number = 0;
        foreach (var record in Table.Records())
        {
            stop.ThrowIfCancellationRequested();
            if (number > MaxRows)
                throw new Problem(422, "too_many_rows", $"The file must have at most {MaxRows:N0} rows. Split it into several files.");
            if (record.Count > MaxColumns)
                throw new Problem(422, "too_many_columns", $"Row {number} has more than {MaxColumns} columns. Remove the columns that you don't import.");
            if (record.Any(cell => cell.Length > MaxCell))
                throw new Problem(422, "cell_too_long", $"Row {number} has a cell with more than 10,000 characters. Check that all quotes are closed.");
            if (number == 0)
                Headers = Distinguish(record);
            number++;
        }
        if (number < 2)
            throw new Problem(422, "no_rows", "The file must have a header and at least one row.");
        Count = number - 1;
    }

    private static List<string> Distinguish(IReadOnlyList<string> record)
    {
        var headers = new List<string>(record.Count);
        for (var column = 0; column < record.Count; column++)
        {
            var text = record[column].Trim();
            var header = text.Length == 0 ? string.Create(CultureInfo.InvariantCulture, $"Column {column + 1}") : TextTruncation.Truncate(text, 200);
            var unique = header;
            for (var number = 2; headers.Contains(unique); number++)
                unique = string.Create(CultureInfo.InvariantCulture, $"{header} ({number})");
            headers.Add(unique);
        }
        return headers;
    }
}
