using System.Text.Json;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Kernel.Applications;

/// <summary>The input of an application's operation, read from its JSON Schema: the part of the language that a form can show, and no word of it is passed over.</summary>
/// <remarks>Source: JSON Schema 2020-12; a flat object of texts, words, whole numbers, days, ticks and lists of texts.</remarks>
public sealed class DeclaredInput
{
    private const int MostFields = 30;

    private static readonly string[] s_ofObject = ["$schema", "type", "title", "description", "properties", "required", "additionalProperties"];

    private readonly Dictionary<string, DeclaredField> _byName;

    private DeclaredInput(JsonElement schema, IReadOnlyList<DeclaredField> fields)
    {
        (Schema, Form) = (schema, [.. fields.Select(field => field.Form)]);
        _byName = fields.ToDictionary(field => field.Form.Name, StringComparer.Ordinal);
    }

    public JsonElement Schema { get; }

    /// <summary>In the order of its declaration.</summary>
    public IReadOnlyList<InputField> Form { get; }

    /// <summary>What is required and nothing else.</summary>
    public JsonElement Example =>
        JsonSerializer.SerializeToElement(
            _byName.Values.Where(one => one.Form.Required).ToDictionary(one => one.Form.Name, one => one.Example, StringComparer.Ordinal)
        );

    /// <param name="schema">null for an operation that needs no input</param>
    /// <param name="at">where it stands in what the application sent</param>
    /// <exception cref="Problem">400 that names the place</exception>
    public static DeclaredInput Read(JsonElement? schema, string at)
    {
        if (schema is not { } given)
            return new(JsonSerializer.SerializeToElement(new { type = "object", properties = new { } }), []);
        Knows(given, s_ofObject, at);
        if (!given.TryGetProperty("type", out var type) || type.ValueKind is not JsonValueKind.String || type.GetString() != "object")
            throw Problem.Invalid($"{at}.type", "is object: an input is an object of fields.");
        var required = given.TryGetProperty("required", out var names) ? Texts(names, $"{at}.required") : [];
        var properties = given.TryGetProperty("properties", out var map) ? map : JsonSerializer.SerializeToElement(new { });
        if (properties.ValueKind is not JsonValueKind.Object)
            throw Problem.Invalid($"{at}.properties", "is an object of fields.");
        var fields = properties
            .EnumerateObject()
            .Select(field =>
                DeclaredField.Read(field.Name, field.Value, required.Contains(field.Name, StringComparer.Ordinal), $"{at}.properties.{field.Name}")
            )
            .ToList();
        if (fields.Count > MostFields)
            throw Problem.Invalid($"{at}.properties", $"has {MostFields} fields at most.");
        if (required.Except(fields.Select(field => field.Form.Name), StringComparer.Ordinal).FirstOrDefault() is { } missing)
            throw Problem.Invalid($"{at}.required", $"names {missing}, which is not among the properties.");
        return new(given, fields);
    }

    /// <exception cref="Problem">400 that names the field</exception>
    public void Check(JsonElement input)
    {
        if (input.ValueKind is not JsonValueKind.Object)
            throw Problem.Invalid("input", "is an object.");
        foreach (var member in input.EnumerateObject())
        {
            if (!_byName.TryGetValue(member.Name, out var field))
                throw Problem.Invalid($"input.{member.Name}", $"is not known here. Known: {string.Join(", ", _byName.Keys)}.");
            if (field.Objection(member.Value) is { } objection)
                throw Problem.Invalid($"input.{member.Name}", objection);
        }
        var absent = _byName.Values.FirstOrDefault(field => field.Form.Required && !input.TryGetProperty(field.Form.Name, out _));
        if (absent is not null)
            throw Problem.Invalid($"input.{absent.Form.Name}", "is required.");
    }

    internal static void Knows(JsonElement schema, string[] words, string at)
    {
        if (schema.ValueKind is not JsonValueKind.Object)
            throw Problem.Invalid(at, "is a JSON Schema: an object.");
        if (schema.EnumerateObject().Select(word => word.Name).Except(words, StringComparer.Ordinal).FirstOrDefault() is { } unknown)
            throw Problem.Invalid($"{at}.{unknown}", $"can't be shown in a form. What can: {string.Join(", ", words)}.");
    }

    internal static string[] Texts(JsonElement list, string at) =>
        list.ValueKind is JsonValueKind.Array && list.EnumerateArray().All(one => one.ValueKind is JsonValueKind.String)
            ? [.. list.EnumerateArray().Select(one => one.GetString()!)]
            : throw Problem.Invalid(at, "is a list of texts.");
}
