using System.Globalization;
using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Applications;
using OwnerConsole.Pure.Amounts;
using OwnerConsole.Pure.Imports;

namespace OwnerConsole.Tenants.Imports;

/// <summary>Reads cells of attributes. The application declares the type of an attribute; without a declaration, values are texts.</summary>
internal static class AttributeCell
{
    private static readonly string[] s_true = ["true", "yes", "1", "wahr", "ja"],
        s_false = ["false", "no", "0", "falsch", "nein"];

    /// <param name="name">Name of the attribute.</param>
    /// <param name="text">Text of a cell that isn't empty.</param>
    /// <param name="declared">Declaration with a type, of the application of the mode of the import; null without one.</param>
    /// <exception cref="Problem">400: the text doesn't have the declared type.</exception>
    public static JsonElement Read(string name, string text, AttributeReport? declared)
    {
        var field = ImportFields.AttributePrefix + name;
        var value = declared switch
        {
            { Type: AttributeValueType.Number } => Number(field, text),
            { Type: AttributeValueType.Boolean } => Boolean(field, text),
            { Type: AttributeValueType.Date } => Date(field, text),
            { Type: AttributeValueType.Choice } => Choice(text, declared.Choices ?? []),
            _ => Json.Element(text),
        };
        return declared?.Validate(value) is { } objection ? throw Problem.Invalid(field, objection) : value;
    }

    private static JsonElement Number(string field, string text) =>
        CellNumber.Read(text) is { } number
            ? Json.Element(PlainNumber.Of(number))
            : throw Problem.Invalid(field, "must be a number, such as 1234.5. One separator before three digits, as in 1.234, is ambiguous.");

    private static JsonElement Boolean(string field, string text) =>
        s_true.Contains(text, StringComparer.OrdinalIgnoreCase) ? Json.Element(true)
        : s_false.Contains(text, StringComparer.OrdinalIgnoreCase) ? Json.Element(false)
        : throw Problem.Invalid(field, "must be true or false, or yes or no.");

    private static JsonElement Date(string field, string text) =>
        CellTime.Read(text) is { } time
            ? Json.Element((WrittenDay(text) ?? DateOnly.FromDateTime(time.UtcDateTime)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))
            : throw Problem.Invalid(field, "must be a date, such as 2026-12-24 or 24.12.2026. With slashes, day and month must be distinguishable.");

    /// <summary>Programs write a day as its midnight with an offset, such as 2026-12-24T00:00:00+01:00, which is the day before in UTC.</summary>
    /// <returns>Null if the text doesn't start with an ISO 8601 date and a time.</returns>
    private static DateOnly? WrittenDay(string text) =>
        text.Length > 10 && DateOnly.TryParseExact(text[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    /// <summary>The text if it is declared, or else the declared choice that differs only in case. Other texts are then refused.</summary>
    private static JsonElement Choice(string text, IReadOnlyList<string> choices) =>
        Json.Element(choices.Contains(text) ? text : choices.FirstOrDefault(choice => choice.Equals(text, StringComparison.OrdinalIgnoreCase)) ?? text);
}
