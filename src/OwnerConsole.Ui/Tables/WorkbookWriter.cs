using System.Globalization;
using System.Text.RegularExpressions;
using OwnerConsole.Pure.Texts;
using SpreadCheetah;

namespace OwnerConsole.Ui.Tables;

/// <summary>
/// Writes an Excel workbook with one sheet, forward only. Texts are typed as texts, so that they are never evaluated as formulas and are read back
/// unchanged.
/// </summary>
internal sealed partial class WorkbookWriter : IAsyncDisposable
{
    /// <summary>Maximum number of rows that a spreadsheet can open.</summary>
    public const int MaxRows = 1_048_576;

    private const int MaxTextLength = 32_767,
        MaxNameLength = 31;

    private static readonly SpreadCheetahOptions s_options = new() { DocumentProperties = null, PreserveStringWhitespace = true };

    private readonly Spreadsheet _sheet;

    private WorkbookWriter(Spreadsheet sheet) => _sheet = sheet;

    /// <param name="sheetName">Characters that are invalid in sheet names are removed.</param>
    public static async Task<WorkbookWriter> Start(Stream to, string sheetName, CancellationToken stop)
    {
        var writer = new WorkbookWriter(await Spreadsheet.CreateNewAsync(to, s_options, stop));
        await writer._sheet.StartWorksheetAsync(SanitizeName(sheetName), token: stop);
        return writer;
    }

    /// <param name="cells">Decimals, texts, or null for an empty cell; a text longer than the maximum of a cell is truncated.</param>
    public ValueTask AddRow(IEnumerable<object?> cells, CancellationToken stop) => _sheet.AddRowAsync(cells.Select(Cell).ToArray(), stop);

    public ValueTask Finish(CancellationToken stop) => _sheet.FinishAsync(stop);

    public ValueTask DisposeAsync() => _sheet.DisposeAsync();

    private static DataCell Cell(object? value) =>
        value switch
        {
            null => new((string?)null),
            decimal number => new(number),
            _ => new(Escape(TextTruncation.Truncate((string)value, MaxTextLength))),
        };

    private static string Escape(string text) =>
        Escaped().Replace(text, found => string.Create(CultureInfo.InvariantCulture, $"_x{(int)found.ValueSpan[0]:X4}_"));

    private static string SanitizeName(string name)
    {
        var plain = string.Concat(name.Select(letter => letter is '\\' or '/' or '?' or '*' or '[' or ']' or ':' || char.IsControl(letter) ? ' ' : letter));
        var cut = TextTruncation.Truncate(plain.Trim(' ', '\''), MaxNameLength).TrimEnd(' ', '\'');
        return string.IsNullOrWhiteSpace(cut) ? "Sheet" : cut;
    }

    /// <summary>
    /// Characters that are written as codes: those that XML can't represent, carriage returns, which readers would change, and underscores that would
    /// be read as the start of a code.
    /// </summary>
    [GeneratedRegex(@"[\x00-\x08\x0B-\x1F\uFFFE\uFFFF]|_(?=x[0-9A-Fa-f]{4}_)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Escaped();
}
