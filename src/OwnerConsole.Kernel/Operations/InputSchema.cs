using System.Collections.Concurrent;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using OwnerConsole.Data;

namespace OwnerConsole.Kernel.Operations;

/// <summary>
/// JSON Schema (2020-12) of an operation's input, generated from the type that also parses it, so that both accept the same values.
/// </summary>
public static class InputSchema
{
    private static readonly ConcurrentDictionary<Type, JsonElement> Known = new();

    private static readonly JsonSchemaExporterOptions Options = new() { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Describe };

    public static JsonElement Of(Type input) =>
        Known.GetOrAdd(input, type => Json.Element(WithDescriptions(Json.Options.GetJsonSchemaAsNode(type, Options), type)));

    /// <returns>The help text of the form field for a property; null if it has none.</returns>
    public static string? Help(System.Text.Json.Serialization.Metadata.JsonPropertyInfo? property) =>
        property?.AssociatedParameter?.AttributeProvider?.GetCustomAttributes(typeof(DescriptionAttribute), inherit: false) is [DescriptionAttribute help]
            ? help.Description
            : null;

    private static bool IsSecret(System.Text.Json.Serialization.Metadata.JsonPropertyInfo? property) =>
        property?.AssociatedParameter?.AttributeProvider?.GetCustomAttributes(typeof(DataTypeAttribute), inherit: false)
            is [DataTypeAttribute { DataType: DataType.Password }];

    /// <summary>The schema of a property that accepts any JSON lacks its description, so it is added here.</summary>
    private static JsonNode WithDescriptions(JsonNode schema, Type input)
    {
        if (schema["properties"] is JsonObject properties)
            foreach (var field in InputField.Of(input).Where(field => field.Help is not null && !IsDescribed(properties[field.Name])))
                properties[field.Name] = new JsonObject { ["description"] = field.Help };
        return schema;
    }

    private static bool IsDescribed(JsonNode? property) => property is JsonObject described && described.ContainsKey("description");

    private static JsonNode Describe(JsonSchemaExporterContext context, JsonNode schema)
    {
        if (schema is JsonObject described)
        {
            if (Help(context.PropertyInfo) is { } help)
                described["description"] = help;
            if (IsSecret(context.PropertyInfo))
                (described["format"], described["writeOnly"]) = ("password", true);
        }
        return schema;
    }
}
