using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;
using OwnerConsole.Data;
using OwnerConsole.Pure.Imports;

namespace OwnerConsole.Tenants.Imports;

/// <summary>A text file with a table, whose separator is detected.</summary>
internal sealed class TextTable : ImportTable
{
    private const int MaxRow = 1_000_000,
        BufferSize = 64 * 1024;

    private readonly Stream _content;
    private readonly FileEncoding _encoding;
    private readonly System.Text.Encoding _decoding;
    private readonly char _separator;
    private readonly int _start;

    /// <param name="content">The file. It can be read again from its start.</param>
    public TextTable(Stream content, FileEncoding encoding, System.Text.Encoding decoding)
    {
        (_content, _encoding, _decoding) = (content, encoding, decoding);
        using var text = OpenText();
        var first = new char[SeparatorDetector.MaxCharacters];
        (_separator, _start) = SeparatorDetector.Detect(new string(first, 0, text.ReadBlock(first, 0, first.Length)));
    }

    public override FileEncoding? Encoding => _encoding;

    public override FileSeparator? Separator =>
        _separator switch
        {
            ';' => FileSeparator.Semicolon,
            '\t' => FileSeparator.Tab,
            '|' => FileSeparator.Pipe,
            _ => FileSeparator.Comma,
        };

    public override IEnumerable<IReadOnlyList<string>> Records()
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
}
