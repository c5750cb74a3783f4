using System.Globalization;
using System.Text.Json;
using OwnerConsole.Pure.Texts;
using OwnerConsole.Ui.Documents;

namespace OwnerConsole.Tenants.Exports;

/// <summary>
/// Writes the readable file of an export as a PDF file: a cover, and a section for each kind of data. It is limited in size, because people read it; the JSON and
/// CSV files next to it are complete.
/// </summary>
public sealed class ExportDocument : IDisposable
{
    /// <summary>Name of the file in the export.</summary>
    public const string FileName = "report.pdf";

    /// <summary>Rows of one kind of data that are shown.</summary>
    public const int MaxRows = 200;

    /// <summary>Pages after which no more data is added.</summary>
    public const int MaxPages = 100;

    /// <summary>Characters of a value that are shown.</summary>
    private const int MaxValue = 1_000;

    private readonly DocumentWriter _document;
    private readonly int _maxPages;
    private long _rows;
    private bool _isCut;

    /// <param name="cover">The first page.</param>
    /// <param name="maxPages">Pages after which no more data is added.</param>
    public ExportDocument(ExportCover cover, int maxPages = MaxPages)
    {
        _maxPages = maxPages;
        _document = new(DocumentText.Replace(TextTruncation.Truncate(cover.Title, MaxValue))) { NumbersPages = true };
        foreach (var (name, value) in cover.Facts)
            _document.NameAndText(DocumentText.Replace(name), Shown(value));
        _document.NextLine();
        _document.Paragraph(DocumentText.Replace(cover.Scope));
        _document.Paragraph(
            $"Long values are shortened, and {DocumentText.Placeholder} replaces characters that this file can't show. The JSON and CSV files contain all data.",
            style: TextStyle.Soft
        );
    }

    /// <summary>Starts the section of a kind of data.</summary>
    /// <param name="title">Its name.</param>
    /// <param name="purposes">What the data is used for; can be empty.</param>
    public void OpenSection(string title, IEnumerable<string> purposes)
    {
        _rows = 0;
        if (IsFull)
            return;
        _document.Heading(DocumentText.Replace(title));
        foreach (var purpose in purposes)
            _document.Paragraph(DocumentText.Replace(purpose), style: TextStyle.Soft);
    }

    /// <summary>Adds rows to the section until it is full. Empty values are left out.</summary>
    /// <param name="rows">JSON objects.</param>
    public void Add(IReadOnlyList<JsonElement> rows)
    {
        foreach (var row in rows)
        {
            if (++_rows > MaxRows || IsFull)
                continue;
            foreach (var cell in row.EnumerateObject())
                if (!IsFull && ExportLabels.Value(cell) is { } value)
                    _document.NameAndText(DocumentText.Replace(ExportLabels.Column(cell.Name)), Shown(value));
            _document.NextLine(0.5);
        }
    }

    /// <summary>Ends the section with the number of rows that are left out.</summary>
    public void CloseSection()
    {
        if (!IsFull && _rows > MaxRows)
            _document.Paragraph(string.Create(CultureInfo.InvariantCulture, $"Only the first {MaxRows} of {_rows} rows are shown."), style: TextStyle.Soft);
    }

    /// <returns>The PDF file. Nothing can be added afterwards.</returns>
    public byte[] Save()
    {
        if (_isCut)
        {
            _document.Heading("More data");
            _document.Paragraph(
                string.Create(CultureInfo.InvariantCulture, $"This file ends after {_maxPages} pages. The JSON and CSV files contain all data.")
            );
        }
        return _document.Save();
    }

    public void Dispose() => _document.Dispose();

    /// <summary>Whether no more data is added. A section that was asked for afterwards is missing, which the last page says.</summary>
    private bool IsFull => _isCut |= _document.Pages > _maxPages;

    private static string Shown(string value) => DocumentText.Replace(value.Length > MaxValue ? TextTruncation.Truncate(value, MaxValue) + "…" : value);
}
