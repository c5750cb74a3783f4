using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;
using OwnerConsole.Data;
using OwnerConsole.Pure.Imports;
using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Tenants.Imports;

/// <summary>A text file with a table: a header and rows of cells. Encoding and separator are detected.</summary>
internal sealed class ImportFile
{
    public const int MaxBytes = 50 * 1024 * 1024,
        MaxRows = 100_000;

    private const int MaxColumns = 100,
        MaxCell = 10_000,
        MaxRow = 1_000_000,
        BufferSize = 64 * 1024;

    private readonly Stream _content;
    private readonly System.Text.Encoding _decoding;
    private readonly char _separator;
    private readonly int _start;

    private ImportFile(Stream content, FileEncoding encoding, System.Text.Encoding decoding)
    {
        (_content, Encoding, _decoding) = (content, encoding, decoding);
        using var text = OpenText();
        var first = new char[SeparatorDetector.MaxCharacters];
        (_separator, _start) = SeparatorDetector.Detect(new string(first, 0, text.ReadBlock(first, 0, first.Length)));
    }

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

    /// <summary>Reads the file before anything is stored, so that nothing is left of a file that is refused. It is read in parts, never into memory as a whole.</summary>
    /// <param name="content">The file. It can be read again from its start once it was read to its end.</param>
    /// <exception cref="Problem">422: it isn't a text file with a header and rows, or it is too large.</exception>
    public static async Task<ImportFile> Open(Stream content, CancellationToken stop)
    {
        var detector = new EncodingDetector();
        var buffer = new byte[BufferSize];
        var length = 0L;
        while (await content.ReadAtLeastAsync(buffer, minimumBytes: 4, throwOnEndOfStream: false, stop) is > 0 and var read)
        {
            length += read;
            if (length > MaxBytes)
                throw new Problem(422, "file_too_large", "The file must have at most 50 MB. Split it into several files.");
            detector.Add(buffer.AsSpan(0, read));
            if (detector.IsBinary)
                break;
        }
        if (detector.Complete() is not (var encoding, var decoding))
            throw new Problem(422, "not_text", "The file must be a CSV file. Save a spreadsheet as CSV in UTF-8, and extract an archive first.");
        var file = new ImportFile(content, encoding, decoding);
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
            if (number > MaxRows)
                throw new Problem(422, "too_many_rows", "The file must have at most 100,000 rows. Split it into several files.");
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

    private IEnumerable<IReadOnlyList<string>> Records()
    {
        using var text = OpenText();
        for (var skipped = 0; skipped < _start; skipped++)
            _ = text.Read();
        using var reader = new RecordReader(text, MaxRow);
        var options = new CsvConfiguration(CultureInfo.InvariantCulture) { Delimiter = _separator.ToString(), BadDataFound = _ => { } };
        using var parser = new CsvParser(reader, options);
        for (var number = 0; parser.Read() || reader.IsTooLong; number++)
        {
            if (reader.IsTooLong)
                throw new Problem(
                    422,
                    "row_too_long",
                    $"The file has a row with more than 1,000,000 characters after {number} rows. Check that all quotes are closed."
                );
            reader.StartRecord();
            if (parser.Record is { } record && !Array.TrueForAll(record, string.IsNullOrWhiteSpace))
                yield return record;
        }
    }

    /// <summary>Opens the file at its start, after the byte order mark.</summary>
    private StreamReader OpenText()
    {
        _content.Position = 0;
        var text = new StreamReader(_content, _decoding, detectEncodingFromByteOrderMarks: false, BufferSize, leaveOpen: true);
        if (text.Peek() == '\uFEFF')
            _ = text.Read();
        return text;
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
