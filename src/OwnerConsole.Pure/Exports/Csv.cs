using System.Globalization;

namespace OwnerConsole.Pure.Exports;

/// <summary>Rows of a CSV file (RFC 4180) that a spreadsheet opens without running anything.</summary>
public static class Csv
{
    /// <summary>What a spreadsheet takes for the beginning of a formula, also in full width; and the apostrophe, so that taking one away gives back what was written.</summary>
    private const string Guarded = "=+-@\t\r\n＝＋－＠'";

    private const string Quoted = ",\"\r\n";

    /// <summary>One row with its line end. A text that could be a formula gets an apostrophe before it and is quoted.</summary>
    /// <param name="cells">null is an empty cell</param>
    public static string Row(params IEnumerable<string?> cells) => string.Join(',', cells.Select(Cell)) + "\r\n";

    /// <summary>The same with numbers among the texts: a negative one stays a number, because it can't be a formula.</summary>
    /// <param name="cells">decimals, texts, or null for an empty cell</param>
    public static string Line(IEnumerable<object?> cells) =>
        string.Join(',', cells.Select(cell => cell is decimal number ? number.ToString(CultureInfo.InvariantCulture) : Cell((string?)cell))) + "\r\n";

    private static string Cell(string? text) =>
        string.IsNullOrEmpty(text) ? ""
        : Guarded.Contains(text[0], StringComparison.Ordinal) ? Quote($"'{text}")
        : text.AsSpan().ContainsAny(Quoted) ? Quote(text)
        : text;

    private static string Quote(string text) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
