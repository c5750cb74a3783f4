using System.Text.Json;
using System.Text.RegularExpressions;

namespace OwnerConsole.Api.Reference;

/// <summary>A parameter in the path, the query or a header.</summary>
/// <param name="Place">path, query or header.</param>
/// <param name="Example">Example value; empty if the description has none.</param>
public sealed partial record ApiParameter(string Place, SchemaField Field, string Example)
{
    /// <summary>Value for the samples: the example, or a placeholder that the reader replaces.</summary>
    public string SampleValue =>
        Example.Length > 0 ? Example
        : Pattern.Contains("ext:", StringComparison.Ordinal) ? $"ext:{(Field.Name == "member" ? "ada" : "acme")}"
        : Prefix().Match(Pattern) is { Success: true } prefix ? $"{prefix.Groups[1].Value}ID"
        : Field.Name.ToUpperInvariant().Replace('-', '_');

    private string Pattern => Field.Facts.FirstOrDefault(fact => fact.Label == "Pattern").Value ?? "";

    public static ApiParameter Parse(JsonElement parameter, SchemaReader reader)
    {
        var schema = parameter.TryGetProperty("schema", out var declared) ? declared : default;
        var field = reader.Field(parameter.GetProperty("name").GetString()!, schema, SchemaReader.Flag(parameter, "required"));
        if (SchemaReader.Text(parameter, "description") is { Length: > 0 } description)
            field = field with { Description = description };
        var example = ApiBody.DeclaredExample(parameter, reader) ?? (schema.ValueKind is JsonValueKind.Object ? reader.Example(schema) : null);
        return new(SchemaReader.Text(parameter, "in"), field, example is { } value ? SchemaReader.Plain(value) : "");
    }

    [GeneratedRegex("^\\^\\(?([a-z]+_)", RegexOptions.None, 100)]
    private static partial Regex Prefix();
}
