using System.Globalization;
using System.Text.Json;

namespace OwnerConsole.Kernel.Applications;

/// <summary>An attribute that the application reports of its tenants.</summary>
/// <param name="Name">as it is reported</param>
/// <param name="Title">as people read it: the label of its filter, and what a number is cut by</param>
/// <param name="Type">what its values are, and nothing else is taken; null for any text, number, or true or false</param>
/// <param name="Choices">of a choice: its values, in the order that they are chosen from</param>
public sealed record AttributeReport(string Name, string Title, AttributeType? Type = null, IReadOnlyList<string>? Choices = null)
{
    /// <returns>why a value is none of this attribute's; null when it is, as null always is</returns>
    public string? Objection(JsonElement value) =>
        (Type, value.ValueKind) switch
        {
            (null, _) or (_, JsonValueKind.Null) => null,
            (AttributeType.Number, not JsonValueKind.Number) => "is declared as a number.",
            (AttributeType.Boolean, not (JsonValueKind.True or JsonValueKind.False)) => "is declared as true or false.",
            (AttributeType.Text, not JsonValueKind.String) => "is declared as a text.",
            (AttributeType.Date, _) when !IsDay(value) => "is declared as a day: 2026-01-31.",
            (AttributeType.Choice, _) when !IsChoice(value) => $"is declared as one of: {string.Join(", ", Choices ?? [])}.",
            _ => null,
        };

    private static bool IsDay(JsonElement value) =>
        value.ValueKind is JsonValueKind.String
        && DateOnly.TryParseExact(value.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private bool IsChoice(JsonElement value) => value.ValueKind is JsonValueKind.String && (Choices ?? []).Contains(value.GetString()!, StringComparer.Ordinal);
}

/// <summary>What an attribute's values are.</summary>
public enum AttributeType
{
    Text,
    Number,
    Boolean,

    /// <summary>A day: <c>2026-01-31</c>.</summary>
    Date,

    /// <summary>One of the texts that the application names.</summary>
    Choice,
}
