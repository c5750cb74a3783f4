using System.Text.Json;
using OwnerConsole.Kernel.Applications;

namespace OwnerConsole.Ui.Tables;

/// <summary>Cells with the values of reported attributes.</summary>
public static class AttributeCells
{
    /// <param name="attribute">Attribute that the application declares.</param>
    /// <param name="word">Name of the column in addresses.</param>
    /// <param name="attributes">Returns the JSON object with the attributes of a row.</param>
    /// <returns>Column of an export, hidden by default: a number or a text; empty without a value.</returns>
    public static FileColumn<TRow> Column<TRow>(AttributeReport attribute, string word, Func<TRow, JsonElement> attributes) =>
        new($"attribute_{attribute.Name}", row => Cell(attributes(row), attribute.Name)) { Word = word, IsExtra = true };

    /// <returns>The value for display; a dash without one.</returns>
    public static string Text(JsonElement attributes, AttributeReport attribute) =>
        attributes.TryGetProperty(attribute.Name, out var value) ? AttributeText.Of(value) : "–";

    private static object? Cell(JsonElement attributes, string name) =>
        !attributes.TryGetProperty(name, out var value) ? null
        : value.ValueKind is JsonValueKind.Number && value.TryGetDecimal(out var number) ? number
        : value.ValueKind is JsonValueKind.String ? value.GetString()
        : value.GetRawText();
}
