using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;
using OwnerConsole.Data;
using OwnerConsole.Pure.Imports;

namespace OwnerConsole.Tenants.Imports;

/// <summary>A text file with a table: a header and rows of cells. Encoding and separator are detected.</summary>
internal sealed class ImportFile
{
    public const int MaxBytes = 50 * 1024 * 1024,
        MaxRows = 100_000;

    private const int MaxColumns = 100,
        MaxCell = 10_000;

    private readonly string _text;
    private readonly char _separator;

    private ImportFile(string text, char separator, FileEncoding encoding) => (_text, _separator, Encoding) = (text, separator, encoding);

    public FileEncoding Encoding { get; }

    public FileSeparator Separator =>
        _separator switch
        {
            ';' => FileSeparator.Semicolon,
            '\t' => FileSeparator.Tab,
            '|' => FileSeparator.Pipe,
            _ => FileSeparator.Comma,
        };

    /// <summary>Header of each column. Empty headers are numbered, and equal ones are distinguished.</summary>
    public IReadOnlyList<string> Headers { get; private set; } = [];

    /// <summary>Number of rows after the header.</summary>
    public int Count { get; private set; }

    /// <summary>Reads the file once, so that nothing is stored of a file that is refused.</summary>
    /// <exception cref="Problem">422: it isn't a text file with a header and rows, or it is too large.</exception>
    public static ImportFile Open(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > MaxBytes)
            throw new Problem(422, "file_too_large", "The file must have at most 50 MB. Split it into several files.");
        if (TextDecoder.Decode(bytes) is not (var text, var encoding))
            throw new Problem(422, "not_text", "The file must be a CSV file. Save a spreadsheet as CSV in UTF-8, and extract an archive first.");
        var (separator, start) = SeparatorDetector.Detect(text);
        var file = new ImportFile(start == 0 ? text : text[start..], separator, encoding);
        file.Check();
        return file;
    }

    /// <returns>The cells of each row after the header. Blank lines are left out.</returns>
    public IEnumerable<IReadOnlyList<string>> Rows() => Records().Skip(1);

    private void Check()
    {
        var number = 0;
        foreach (var record in Records())
        {
            if (number == 0)
                Headers = Distinguish(record);
            if (number > MaxRows)
                throw new Problem(422, "too_many_rows", "The file must have at most 100,000 rows. Split it into several files.");
            if (record.Count > MaxColumns)
                throw new Problem(422, "too_many_columns", $"Row {number} has more than {MaxColumns} columns. Remove the columns that you don't import.");
            if (record.Any(cell => cell.Length > MaxCell))
                throw new Problem(422, "cell_too_long", $"Row {number} has a cell with more than 10,000 characters. Check that all quotes are closed.");
            number++;
        }
        if (number < 2)
            throw new Problem(422, "no_rows", "The file must have a header and at least one row.");
        Count = number - 1;
    }

    private IEnumerable<IReadOnlyList<string>> Records()
    {
        var options = new CsvConfiguration(CultureInfo.InvariantCulture) { Delimiter = _separator.ToString(), BadDataFound = _ => { } };
        using var parser = new CsvParser(new StringReader(_text), options);
        while (parser.Read())
            if (parser.Record is { } record && !Array.TrueForAll(record, string.IsNullOrWhiteSpace))
                yield return record;
    }

    private static List<string> Distinguish(IReadOnlyList<string> record)
    {
        var headers = new List<string>(record.Count);
        for (var column = 0; column < record.Count; column++)
        {
            var text = record[column].Trim();
            var header = text.Length == 0 ? string.Create(CultureInfo.InvariantCulture, $"Column {column + 1}") : text[..Math.Min(text.Length, 200)];
            var unique = header;
            for (var number = 2; headers.Contains(unique); number++)
                unique = string.Create(CultureInfo.InvariantCulture, $"{header} ({number})");
            headers.Add(unique);
        }
        return headers;
    }
}
