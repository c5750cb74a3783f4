namespace OwnerConsole.Api.Reference;

/// <summary>A field of a JSON object, with the fields that it contains.</summary>
/// <param name="Type">Type in words, such as <c>array of string</c>.</param>
/// <param name="Values">Allowed values; empty if every value of the type is allowed.</param>
/// <param name="Facts">Other rules and an example, such as <c>Format: date-time</c>.</param>
public sealed record SchemaField(
    string Name,
    string Type,
    bool IsRequired,
    string Description,
    IReadOnlyList<string> Values,
    IReadOnlyList<(string Label, string Value)> Facts,
    IReadOnlyList<SchemaField> Fields
);
