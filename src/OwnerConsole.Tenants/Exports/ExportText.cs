using System.Text;
using System.Text.Json;
using OwnerConsole.Pure.Exports;

namespace OwnerConsole.Tenants.Exports;

/// <summary>Writes rows of exports, which are JSON objects with the same members, as JSON Lines and as CSV.</summary>
internal static class ExportText
{
    public static byte[] Lines(IReadOnlyList<JsonElement> rows) => Encoding.UTF8.GetBytes(string.Concat(rows.Select(row => row.GetRawText() + "\n")));

    /// <returns>The first line of a CSV file, with the mark by which spreadsheets recognize UTF-8.</returns>
    public static byte[] CsvHead(JsonElement row) => Encoding.UTF8.GetBytes("\uFEFF" + Csv.Row(row.EnumerateObject().Select(cell => cell.Name)));

    public static byte[] CsvLines(IReadOnlyList<JsonElement> rows) =>
        Encoding.UTF8.GetBytes(string.Concat(rows.Select(row => Csv.Line(row.EnumerateObject().Select(Cell)))));

    private static object? Cell(JsonProperty cell) =>
        cell.Value.ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.String => cell.Value.GetString(),
            JsonValueKind.Number when cell.Value.TryGetDecimal(out var number) => number,
            _ => cell.Value.GetRawText(),
        };
}
