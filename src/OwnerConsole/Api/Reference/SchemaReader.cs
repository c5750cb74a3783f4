using System.Text.Json;
using System.Text.Json.Nodes;

namespace OwnerConsole.Api.Reference;

/// <summary>Reads the schemas of an API description as nested fields, and makes examples.</summary>
/// <param name="document">The whole description, to which references point.</param>
public sealed class SchemaReader(JsonElement document)
{
    private const int MaxDepth = 8;

    private static readonly (string Keyword, string Label)[] s_facts =
    [
        ("format", "Format"),
        ("default", "Default"),
        ("example", "Example"),
        ("minimum", "Minimum"),
        ("maximum", "Maximum"),
        ("exclusiveMinimum", "Greater than"),
        ("exclusiveMaximum", "Less than"),
        ("minLength", "Min length"),
        ("maxLength", "Max length"),
        ("minItems", "Min items"),
        ("maxItems", "Max items"),
        ("pattern", "Pattern"),
        ("x-unit", "Unit"),
    ];

    private static readonly string[] s_choices = ["oneOf", "anyOf"];

    public static string Text(JsonElement element, string name) =>
        element.ValueKind is JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String
            ? value.GetString()!
            : "";

    public static bool Flag(JsonElement element, string name) =>
        element.ValueKind is JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.True;

    /// <returns>A text without quotes, anything else as JSON.</returns>
    public static string Plain(JsonElement value) => value.ValueKind is JsonValueKind.String ? value.GetString()! : value.GetRawText();

    public IEnumerable<JsonProperty> Members(JsonElement element, string name) =>
        Resolve(element) is { ValueKind: JsonValueKind.Object } whole && whole.TryGetProperty(name, out var found) && found.ValueKind is JsonValueKind.Object
            ? found.EnumerateObject()
            : [];

    public IEnumerable<JsonElement> Items(JsonElement element, string name) =>
        Resolve(element) is { ValueKind: JsonValueKind.Object } whole && whole.TryGetProperty(name, out var found) && found.ValueKind is JsonValueKind.Array
            ? found.EnumerateArray()
            : [];

    /// <summary>Follows references, such as <c>#/components/schemas/Problem</c>.</summary>
    public JsonElement Resolve(JsonElement element)
    {
        while (Text(element, "$ref") is { Length: > 2 } reference)
        {
            var target = document;
            foreach (var part in reference[2..].Split('/'))
                if (!target.TryGetProperty(part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal), out target))
                    return default;
            element = target;
        }
        return element;
    }

    public SchemaField Field(string name, JsonElement schema, bool isRequired) => Field(name, schema, isRequired, []);

    /// <returns>The example that a schema declares; null if it declares none.</returns>
    public JsonElement? Example(JsonElement schema) =>
        Resolve(schema) is not { ValueKind: JsonValueKind.Object } whole ? null
        : whole.TryGetProperty("example", out var one) ? one
        : whole.TryGetProperty("examples", out var several) && several is { ValueKind: JsonValueKind.Array } && several.GetArrayLength() > 0 ? several[0]
        : null;

    /// <returns>The smallest value that a schema describes: its required fields with their examples, defaults or types.</returns>
    public JsonElement Minimum(JsonElement schema) => JsonSerializer.SerializeToElement(Minimum(schema, 0));

    private SchemaField Field(string name, JsonElement schema, bool isRequired, string[] parents)
    {
        var core = Core(schema);
        var whole = Resolve(core);
        var element = Element(whole);
        var path = Text(core, "$ref") is { Length: > 0 } own ? [.. parents, own] : parents;
        var inside = Text(element.Schema, "$ref");
        var isKnown = parents.Contains(Text(core, "$ref")) || (inside.Length > 0 && path.Contains(inside)) || path.Length > MaxDepth;
        var rules = Resolve(element.Schema);
        return new(
            name,
            TypeOf(schema),
            isRequired,
            Text(schema, "description") is { Length: > 0 } description ? description : Text(whole, "description"),
            [
                .. Items(rules, "enum")
                    .Concat(rules.ValueKind is JsonValueKind.Object && rules.TryGetProperty("const", out var only) ? [only] : [])
                    .Where(value => value.ValueKind is not JsonValueKind.Null)
                    .Select(Plain),
            ],
            [.. Facts(whole), .. Flag(whole, "deprecated") ? [("Deprecated", "yes")] : Array.Empty<(string, string)>()],
            isKnown ? [] : [.. Inside(rules, inside.Length > 0 ? [.. path, inside] : path)]
        );
    }

    private static IEnumerable<(string Label, string Value)> Facts(JsonElement schema) =>
        schema.ValueKind is not JsonValueKind.Object
            ? []
            : s_facts
                .Where(fact => schema.TryGetProperty(fact.Keyword, out var value) && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Object))
                .Select(fact => (fact.Label, Plain(schema.GetProperty(fact.Keyword))))
                .Concat(
                    schema.TryGetProperty("examples", out var examples)
                    && examples.ValueKind is JsonValueKind.Array
                    && examples.GetArrayLength() > 0
                    && examples[0].ValueKind is not JsonValueKind.Object
                        ? [("Example", Plain(examples[0]))]
                        : []
                );

    private IEnumerable<SchemaField> Inside(JsonElement schema, string[] parents)
    {
        var required = Items(schema, "required").Select(value => value.GetString()).ToHashSet();
        var own = Members(schema, "properties").Select(property => Field(property.Name, property.Value, required.Contains(property.Name), parents));
        var merged = Items(schema, "allOf").SelectMany(part => Field("", part, isRequired: false, parents).Fields);
        var other =
            schema.ValueKind is JsonValueKind.Object
            && schema.TryGetProperty("additionalProperties", out var any)
            && any.ValueKind is JsonValueKind.Object
            && any.EnumerateObject().Any()
                ? [Field("any other name", any, isRequired: false, parents)]
                : Array.Empty<SchemaField>();
        var choices = Choices(schema)
            .Select((choice, at) => Field(NameOf(choice) is { Length: > 0 } name ? name : $"choice {at + 1}", choice, isRequired: false, parents));
        return own.Concat(merged).Concat(other).Concat(choices.Where(choice => choice.Fields.Count > 0));
    }

    /// <summary>Returns the schema without the alternative null.</summary>
    private JsonElement Core(JsonElement schema) => Text(schema, "$ref").Length == 0 && Choices(schema).ToList() is [var only] ? only : schema;

    private IEnumerable<JsonElement> Choices(JsonElement schema) =>
        s_choices.SelectMany(keyword => Items(schema, keyword)).Where(choice => Text(Resolve(choice), "type") != "null");

    /// <summary>Unpacks arrays: their fields are those of an item.</summary>
    private (JsonElement Schema, int Depth) Element(JsonElement schema)
    {
        var depth = 0;
        while (Resolve(schema) is { ValueKind: JsonValueKind.Object } whole && whole.TryGetProperty("items", out var items) && depth++ < MaxDepth)
            schema = Core(items);
        return (schema, depth);
    }

    private string TypeOf(JsonElement schema)
    {
        var whole = Resolve(Core(schema));
        if (whole.ValueKind is not JsonValueKind.Object)
            return "any";
        if (whole.TryGetProperty("items", out var items))
            return $"array of {TypeOf(items)}" + Nullable(schema, whole);
        var types = Types(whole).Where(type => type != "null").ToList();
        var type =
            types.Count > 0 ? string.Join(" or ", types)
            : Choices(whole).Any() ? string.Join(" or ", Choices(whole).Select(TypeOf).Distinct())
            : whole.TryGetProperty("properties", out _) || whole.TryGetProperty("allOf", out _) ? "object"
            : whole.TryGetProperty("enum", out _) ? "string"
            : "any";
        return type + Nullable(schema, whole);
    }

    private string Nullable(JsonElement schema, JsonElement whole) =>
        Types(whole).Contains("null")
        || (Text(schema, "$ref").Length == 0 && s_choices.SelectMany(keyword => Items(schema, keyword)).Any(choice => Text(Resolve(choice), "type") == "null"))
            ? " or null"
            : "";

    private static IEnumerable<string> Types(JsonElement schema) =>
        !schema.TryGetProperty("type", out var type) ? []
        : type.ValueKind is JsonValueKind.Array ? type.EnumerateArray().Select(one => one.GetString()!)
        : [type.GetString()!];

    private static string NameOf(JsonElement schema) =>
        Text(schema, "$ref") is { Length: > 0 } reference ? reference[(reference.LastIndexOf('/') + 1)..] : Text(schema, "title");

    private JsonNode? Minimum(JsonElement schema, int depth)
    {
        if (Example(schema) is { } example)
            return JsonNode.Parse(example.GetRawText());
        var whole = Resolve(Core(schema));
        if (whole.ValueKind is not JsonValueKind.Object || depth > MaxDepth)
            return null;
        if (whole.TryGetProperty("default", out var usual))
            return JsonNode.Parse(usual.GetRawText());
        if (Items(whole, "enum").FirstOrDefault() is { ValueKind: not JsonValueKind.Undefined } value)
            return JsonNode.Parse(value.GetRawText());
        if (whole.TryGetProperty("items", out var items))
            return new JsonArray(Minimum(items, depth + 1));
        var required = Items(whole, "required").Select(name => name.GetString()).ToHashSet();
        return Types(whole).FirstOrDefault(type => type != "null") switch
        {
            "string" => Text(whole, "format") is "date-time" ? "2026-01-31T12:00:00Z" : "text",
            "integer" or "number" => 1,
            "boolean" => true,
            _ => new JsonObject(
                Members(whole, "properties")
                    .Where(property => required.Contains(property.Name))
                    .Select(property => KeyValuePair.Create(property.Name, Minimum(property.Value, depth + 1)))
            ),
        };
    }
}
