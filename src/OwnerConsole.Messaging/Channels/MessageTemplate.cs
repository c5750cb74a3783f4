using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OwnerConsole.Kernel.Email;

namespace OwnerConsole.Messaging.Channels;

/// <summary>Inserts a message into JSON with variables. Values are inserted into the parsed texts, so they can't change the structure of the JSON.</summary>
internal static partial class MessageTemplate
{
    public static readonly IReadOnlyList<string> Variables = ["title", "text", "link", "id", "sent_at"];

    /// <returns>Names of the variables in a template.</returns>
    public static IEnumerable<string> Names(string template) => Variable().Matches(template).Select(match => match.Groups[1].Value);

    /// <param name="template">JSON that was checked when it was saved.</param>
    public static string Fill(string template, string messageId, SourcedMessage message, DateTimeOffset at)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["title"] = MessageFormat.Line(message.Title),
            ["text"] = MessageFormat.Clean(message.Text),
            ["link"] = message.Link ?? "",
            ["id"] = messageId,
            ["sent_at"] = at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        };
        var filled = JsonNode.Parse(template)!; // an object
        Fill(filled, values);
        return filled.ToJsonString();
    }

    private static void Fill(JsonNode node, Dictionary<string, string> values)
    {
        foreach (var (child, set) in Children(node))
            if (child is JsonValue value && value.GetValueKind() is JsonValueKind.String)
                set(JsonValue.Create(Variable().Replace(value.GetValue<string>(), match => values.GetValueOrDefault(match.Groups[1].Value, ""))));
            else if (child is not null)
                Fill(child, values);
    }

    private static List<(JsonNode? Child, Action<JsonNode> Set)> Children(JsonNode node) =>
        node switch
        {
            JsonObject members => [.. members.Select(member => (member.Value, (Action<JsonNode>)(filled => members[member.Key] = filled)))],
            JsonArray items => [.. items.Select((item, place) => (item, (Action<JsonNode>)(filled => items[place] = filled)))],
            _ => [],
        };

    [GeneratedRegex(@"\{\{\s*([^{}\s]*)\s*\}\}", RegexOptions.None, 1000)]
    private static partial Regex Variable();
}
