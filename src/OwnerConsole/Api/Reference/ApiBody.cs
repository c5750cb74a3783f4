using System.Text.Json;

namespace OwnerConsole.Api.Reference;

/// <summary>The body of a request or response in one media type.</summary>
/// <param name="Type">Type of the whole body, such as <c>object</c> or <c>array of object</c>.</param>
/// <param name="Examples">Declared examples.</param>
/// <param name="Sample">Body for the samples: an example, or one that is made from the required fields; null for a response without example.</param>
public sealed record ApiBody(
    string MediaType,
    string Type,
    string Description,
    IReadOnlyList<SchemaField> Fields,
    IReadOnlyList<JsonElement> Examples,
    JsonElement? Sample
)
{
    public bool IsJson => MediaType.EndsWith("json", StringComparison.Ordinal);

    public static IReadOnlyList<ApiBody> Parse(JsonElement message, SchemaReader reader, bool isRequest) =>
        [
            .. reader
                .Members(message, "content")
                .Select(media =>
                {
                    var schema = media.Value.TryGetProperty("schema", out var declared) ? declared : default;
                    var whole = reader.Field("", schema, isRequired: false);
                    var examples = Declared(media.Value, reader).ToList();
                    JsonElement? sample = examples is [var first, ..] ? first : null;
                    if (isRequest && sample is null && schema.ValueKind is JsonValueKind.Object)
                        sample = reader.Example(schema) ?? reader.Minimum(schema);
                    return new ApiBody(media.Name, whole.Type, whole.Description, whole.Fields, examples, sample);
                }),
        ];

    /// <returns>The first example of a parameter or media type; null if there is none.</returns>
    public static JsonElement? DeclaredExample(JsonElement described, SchemaReader reader) =>
        Declared(described, reader).Select(example => (JsonElement?)example).FirstOrDefault();

    private static IEnumerable<JsonElement> Declared(JsonElement described, SchemaReader reader) =>
        described.TryGetProperty("example", out var one)
            ? [one]
            : reader
                .Members(described, "examples")
                .Select(example => reader.Resolve(example.Value))
                .Where(example => example.TryGetProperty("value", out _))
                .Select(example => example.GetProperty("value"));
}
