using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace OwnerConsole.Messaging.Automations;

/// <summary>Fills variables such as {{tenant.name}} into the texts of an operation's input. Numbers and other values stay as they are.</summary>
internal static partial class InputTemplate
{
    /// <returns>The first variable that has no value, such as <c>event.reason</c>; null if all have one.</returns>
    public static string? FindUnknown(string text, JsonElement values) =>
        Variables().Matches(text).Select(match => match.Groups[1].Value).FirstOrDefault(name => Find(name, values) is null);

    /// <param name="input">An object of limited depth.</param>
    /// <param name="values">Values by group and name. Missing ones become empty.</param>
    public static JsonElement Fill(JsonElement input, JsonElement values)
    {
        var filled = Fill(JsonNode.Parse(input.GetRawText()), values);
        return JsonSerializer.SerializeToElement(filled);
    }

    private static JsonNode? Fill(JsonNode? node, JsonElement values)
    {
        switch (node)
        {
            case JsonObject members:
                foreach (var (name, value) in members.ToList())
                    members[name] = Fill(value?.DeepClone(), values);
                return members;
            case JsonArray items:
                return new JsonArray([.. items.Select(item => Fill(item?.DeepClone(), values))]);
            case JsonValue text when text.GetValueKind() is JsonValueKind.String:
                return JsonValue.Create(Variables().Replace(text.GetValue<string>(), match => Find(match.Groups[1].Value, values) ?? ""));
            default:
                return node;
        }
    }

    /// <returns>The value as text, empty for null; null if there is no such variable.</returns>
    private static string? Find(string name, JsonElement values) =>
        name.Split('.') is [var group, var key] && values.TryGetProperty(group, out var members) && members.TryGetProperty(key, out var value)
            ? value.ToString()
            : null;

    [GeneratedRegex(@"\{\{\s*([a-z_0-9]+\.[a-z_0-9]+)\s*\}\}", RegexOptions.None, 1000)]
    private static partial Regex Variables();
}
