using System.Text.Json;
using System.Text.Json.Nodes;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;

namespace OwnerConsole.Messaging.Emails;

/// <summary>Example values of a template's variables, which a preview can replace without storing them.</summary>
internal static class TemplateSamples
{
    private const string Tenant = "tenant",
        Name = "name";

    /// <returns>Names and values of the variables with one value; lists keep their example.</returns>
    public static IReadOnlyList<(string Name, string Value)> Of(EmailTemplate template) => [.. Scalars(Json.Element(template.Example), "")];

    /// <param name="changed">Replaced values by variable; unknown names are ignored.</param>
    /// <param name="recipient">Member whose tenant is shown; null for the example.</param>
    public static JsonElement Facts(EmailTemplate template, IReadOnlyDictionary<string, string> changed, SampleRecipient? recipient)
    {
        var facts = JsonObject.Create(Json.Element(template.Example))!; // an example is always an object
        foreach (var (path, value) in Of(template))
            if (changed.TryGetValue(path, out var other) && other != value)
                Set(facts, path, other);
        if (recipient is not null && facts[Tenant] is JsonObject tenant && tenant.ContainsKey(Name))
            tenant[Name] = recipient.Tenant;
        return Json.Element(facts);
    }

    private static void Set(JsonObject facts, string path, string value)
    {
        var names = path.Split('.');
        var owner = names[..^1].Aggregate(facts, (inner, name) => (JsonObject)inner[name]!); // the path is one of the example
        owner[names[^1]] = owner[names[^1]]?.GetValueKind() is JsonValueKind.True or JsonValueKind.False
            ? JsonValue.Create(value == "true")
            : JsonValue.Create(value);
    }

    private static IEnumerable<(string Name, string Value)> Scalars(JsonElement example, string before) =>
        example
            .EnumerateObject()
            .SelectMany(member =>
                member.Value.ValueKind switch
                {
                    JsonValueKind.Object => Scalars(member.Value, $"{before}{member.Name}."),
                    JsonValueKind.Array => [],
                    JsonValueKind.True => [(before + member.Name, "true")],
                    JsonValueKind.False => [(before + member.Name, "false")],
                    _ => [(before + member.Name, member.Value.ToString())],
                }
            );
}
