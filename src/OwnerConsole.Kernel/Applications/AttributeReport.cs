using System.Globalization;
using System.Text.Json;

namespace OwnerConsole.Kernel.Applications;

/// <summary>An attribute that the application reports for its tenants or for their members.</summary>
/// <param name="Name">Name used in reports.</param>
/// <param name="Title">Display name, used for the filter and, for an attribute of tenants, for metric breakdowns.</param>
/// <param name="Type">Type of the values; other values are rejected. Null for any string, number or boolean.</param>
/// <param name="Choices">Allowed values of a choice, in display order.</param>
public sealed record AttributeReport(string Name, string Title, AttributeValueType? Type = null, IReadOnlyList<string>? Choices = null)
{
    /// <returns>The reason why a value is invalid; null when it is valid. Null is always valid.</returns>
    public string? Validate(JsonElement value) =>
        (Type, value.ValueKind) switch
        {
            (null, _) or (_, JsonValueKind.Null) => null,
            (AttributeValueType.Number, not JsonValueKind.Number) => "must be a number, as declared.",
            (AttributeValueType.Boolean, not (JsonValueKind.True or JsonValueKind.False)) => "must be true or false, as declared.",
            (AttributeValueType.Text, not JsonValueKind.String) => "must be a string, as declared.",
            (AttributeValueType.Date, _) when !IsDay(value) => "must be a date such as 2026-01-31, as declared.",
            (AttributeValueType.Choice, _) when !IsChoice(value) => $"must be one of the declared choices: {string.Join(", ", Choices ?? [])}.",
            _ => null,
        };

    private static bool IsDay(JsonElement value) =>
        value.ValueKind is JsonValueKind.String
        && DateOnly.TryParseExact(value.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private bool IsChoice(JsonElement value) => value.ValueKind is JsonValueKind.String && (Choices ?? []).Contains(value.GetString()!, StringComparer.Ordinal);
}

/// <summary>Type of an attribute's values.</summary>
public enum AttributeValueType
{
    Text,
    Number,
    Boolean,

    /// <summary>A date: <c>2026-01-31</c>.</summary>
    Date,

    /// <summary>One of the declared choices.</summary>
    Choice,
}
