using System.Text.Json;

namespace OwnerConsole.Tests.Api;

/// <summary>The parts of a JSON Schema that decide whether a value fits, with references resolved and null as one of the types.</summary>
internal sealed class JsonShape
{
    private static readonly string[] s_choices = ["oneOf", "anyOf"];

    /// <param name="document">The whole API description, to which references point.</param>
    public JsonShape(JsonElement document, JsonElement schema)
    {
        Name = schema.TryGetProperty("$ref", out var reference) ? reference.GetString()!.Split('/')[^1] : "";
        Read(document, schema);
    }

    /// <summary>Name of the component; empty for a schema in place.</summary>
    public string Name { get; private set; }

    /// <summary>Empty if any type fits.</summary>
    public HashSet<string> Types { get; } = [];

    public string Format { get; private set; } = "";

    /// <summary>Empty if every value of the type fits.</summary>
    public HashSet<string> Values { get; } = [];

    public Dictionary<string, JsonElement> Properties { get; } = [];

    public HashSet<string> Required { get; } = [];

    public JsonElement? Items { get; private set; }

    /// <summary>Schema of properties that have no name in the description.</summary>
    public JsonElement? OtherProperties { get; private set; }

    /// <summary>Several alternatives; null is not one of them.</summary>
    public List<JsonElement> Choices { get; } = [];

    /// <summary>Follows references, such as <c>#/components/schemas/Problem</c>.</summary>
    public static JsonElement Resolve(JsonElement document, JsonElement element)
    {
        while (element.TryGetProperty("$ref", out var reference))
            element = reference.GetString()![2..].Split('/').Aggregate(document, (target, part) => target.GetProperty(part));
        return element;
    }

    private void Read(JsonElement document, JsonElement schema)
    {
        var whole = Resolve(document, schema);
        foreach (var member in whole.EnumerateObject())
            switch (member.Name)
            {
                case "type":
                    Types.UnionWith(
                        member.Value.ValueKind is JsonValueKind.Array
                            ? member.Value.EnumerateArray().Select(type => type.GetString()!)
                            : [member.Value.GetString()!]
                    );
                    break;
                case "format":
                    Format = member.Value.GetString()!;
                    break;
                case "enum":
                    Values.UnionWith(member.Value.EnumerateArray().Where(value => value.ValueKind is not JsonValueKind.Null).Select(value => value.ToString()));
                    break;
                case "const":
                    Values.Add(member.Value.ToString());
                    break;
                case "properties":
                    foreach (var property in member.Value.EnumerateObject())
                        Properties[property.Name] = property.Value;
                    break;
                case "required":
                    Required.UnionWith(member.Value.EnumerateArray().Select(name => name.GetString()!));
                    break;
                case "items":
                    Items = member.Value;
                    break;
                case "additionalProperties" when member.Value.ValueKind is JsonValueKind.Object:
                    OtherProperties = member.Value;
                    break;
                case "allOf":
                    foreach (var part in member.Value.EnumerateArray())
                        Read(document, part);
                    break;
                case var choice when s_choices.Contains(choice):
                    Choose(document, [.. member.Value.EnumerateArray()]);
                    break;
            }
        // Values without a type are text: the description leaves their type out.
        if (Types.Count == 0 && Values.Count > 0)
            Types.Add("string");
    }

    private void Choose(JsonElement document, List<JsonElement> choices)
    {
        var others = choices.Where(choice => !(choice.TryGetProperty("type", out var type) && type.ToString() == "null")).ToList();
        if (others is [var only])
        {
            Name = Name.Length == 0 && only.TryGetProperty("$ref", out var reference) ? reference.GetString()!.Split('/')[^1] : Name;
            Read(document, only);
        }
        else
        {
            Choices.AddRange(others);
            Types.UnionWith(others.SelectMany(choice => new JsonShape(document, choice).Types));
        }
        if (others.Count < choices.Count)
            Types.Add("null");
    }
}
