using System.Globalization;

namespace OwnerConsole.Pure.Exports;

/// <summary>Writes rows of a CSV file (RFC 4180) that is safe to open in a spreadsheet.</summary>
public static class Csv
{
    /// <summary>
    /// Characters at the start of a formula, also in full width, and the apostrophe, so that removing one restores the original text.
    /// </summary>
    private const string FormulaPrefixes = "=+-@\t\r\n＝＋－＠'";

    private const string CharactersToQuote = ",\"\r\n";

    /// <summary>A row with its line end. A text that could be a formula is prefixed with an apostrophe and quoted.</summary>
    /// <param name="cells">Cells; null for an empty one.</param>
    public static string Row(params IEnumerable<string?> cells) => string.Join(',', cells.Select(Cell)) + "\r\n";

    /// <summary>The same with numbers among the texts: negative numbers stay numbers, because they can't be formulas.</summary>
    /// <param name="cells">Decimals, texts, or null for an empty cell.</param>
    public static string Line(IEnumerable<object?> cells) =>
        string.Join(',', cells.Select(cell => cell is decimal number ? number.ToString(CultureInfo.InvariantCulture) : Cell((string?)cell))) + "\r\n";

    private static string Cell(string? text) =>
        string.IsNullOrEmpty(text) ? ""
        : FormulaPrefixes.Contains(text[0], StringComparison.Ordinal) ? Quote($"'{text}")
        : text.AsSpan().ContainsAny(CharactersToQuote) ? Quote(text)
        : text;

    private static string Quote(string text) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
