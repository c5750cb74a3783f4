using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Kernel.Applications;

/// <summary>
/// Input of an application's operation, read from its JSON Schema. Only the part of JSON Schema that a form can show is accepted; other keywords are
/// errors.
/// </summary>
/// <remarks>Source: JSON Schema 2020-12. A flat object of strings, enums, integers, dates, booleans and lists of strings.</remarks>
public sealed class DeclaredInput
{
    private const int MaxFields = 30;

    private static readonly string[] s_objectKeywords = ["$schema", "type", "title", "description", "properties", "required", "additionalProperties"];

    private readonly Dictionary<string, DeclaredField> _byName;

    private DeclaredInput(JsonElement schema, IReadOnlyList<DeclaredField> fields)
    {
        (Schema, Form) = (schema, [.. fields.Select(field => field.Form)]);
        _byName = fields.ToDictionary(field => field.Form.Name, StringComparer.Ordinal);
    }

    public JsonElement Schema { get; }

    /// <summary>Fields in the order of their declaration.</summary>
    public IReadOnlyList<InputField> Form { get; }

    /// <summary>Example input with only the required fields.</summary>
    public JsonElement Example =>
        JsonSerializer.SerializeToElement(
            _byName
                .Values.Where(value => value.Form.Required)
                .ToDictionary(declaredField => declaredField.Form.Name, declaredField => declaredField.Example, StringComparer.Ordinal)
        );

    /// <param name="schema">Null for an operation without input.</param>
    /// <param name="at">Path in the declaration, for errors.</param>
    /// <exception cref="Problem">400 with the path of the error.</exception>
    public static DeclaredInput Read(JsonElement? schema, string at)
    {
        if (schema is not { } given)
            return new(JsonSerializer.SerializeToElement(new { type = "object", properties = new { } }), []);
        CheckKeywords(given, s_objectKeywords, at);
        if (!given.TryGetProperty("type", out var type) || type.ValueKind is not JsonValueKind.String || type.GetString() != "object")
            throw Problem.Invalid($"{at}.type", "must be object.");
        var required = given.TryGetProperty("required", out var names) ? Texts(names, $"{at}.required") : [];
        var properties = given.TryGetProperty("properties", out var map) ? map : JsonSerializer.SerializeToElement(new { });
        if (properties.ValueKind is not JsonValueKind.Object)
            throw Problem.Invalid($"{at}.properties", "must be an object of fields.");
        var fields = properties
            .EnumerateObject()
            .Select(field =>
                DeclaredField.Read(field.Name, field.Value, required.Contains(field.Name, StringComparer.Ordinal), $"{at}.properties.{field.Name}")
            )
            .ToList();
        if (fields.Count > MaxFields)
            throw Problem.Invalid($"{at}.properties", $"must have at most {MaxFields} fields.");
        if (required.Except(fields.Select(field => field.Form.Name), StringComparer.Ordinal).FirstOrDefault() is { } missing)
            throw Problem.Invalid($"{at}.required", $"contains {missing}, which is not one of the properties.");
        return new(given, fields);
    }

    /// <exception cref="Problem">400 that names the field.</exception>
    public void Check(JsonElement input)
    {
        if (input.ValueKind is not JsonValueKind.Object)
            throw Problem.Invalid("input", "must be an object.");
        foreach (var member in input.EnumerateObject())
        {
            if (!_byName.TryGetValue(member.Name, out var field))
                throw Problem.Invalid($"input.{member.Name}", $"is unknown. Allowed: {string.Join(", ", _byName.Keys)}.");
            if (field.Validate(member.Value) is { } objection)
                throw Problem.Invalid($"input.{member.Name}", objection);
        }
        var absent = _byName.Values.FirstOrDefault(field => field.Form.Required && !input.TryGetProperty(field.Form.Name, out _));
        if (absent is not null)
            throw Problem.Invalid($"input.{absent.Form.Name}", "is required.");
    }

    internal static void CheckKeywords(JsonElement schema, string[] words, string at)
    {
        if (schema.ValueKind is not JsonValueKind.Object)
            throw Problem.Invalid(at, "must be a JSON Schema object.");
        if (schema.EnumerateObject().Select(word => word.Name).Except(words, StringComparer.Ordinal).FirstOrDefault() is { } unknown)
            throw Problem.Invalid($"{at}.{unknown}", $"is not supported in forms. Allowed: {string.Join(", ", words)}.");
    }

    internal static string[] Texts(JsonElement list, string at) =>
        list.ValueKind is JsonValueKind.Array && list.EnumerateArray().All(element => element.ValueKind is JsonValueKind.String)
            ? [.. list.EnumerateArray().Select(element => element.GetString()!)]
            : throw Problem.Invalid(at, "must be a list of strings.");
}
