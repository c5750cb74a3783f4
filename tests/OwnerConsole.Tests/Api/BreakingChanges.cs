using System.Text.Json;

namespace OwnerConsole.Tests.Api;

/// <summary>Finds the changes between two API descriptions that break a client of the first one.</summary>
internal sealed class BreakingChanges(JsonElement before, JsonElement after)
{
    private readonly List<string> _found = [];
    private readonly HashSet<(string Before, string After, bool IsRequest)> _compared = [];

    /// <summary>Release 0.3 described every parameter as text. With this, such a parameter can get the type that the console always required.</summary>
    public bool AllowsTypedParameters { get; init; }

    /// <returns>One sentence per change, with its place; empty if clients of the first description work with the second.</returns>
    public IReadOnlyList<string> Find()
    {
        foreach (var (path, methods) in Members(before, "paths"))
        foreach (var (method, operation) in Methods(methods))
            if (Get(after, "paths", path) is not { } newer)
                Add(path, "path is removed");
            else if (Get(newer, method) is not { } other)
                Add($"{method} {path}", "method is removed");
            else
                CompareOperation($"{method} {path}", operation, other);
        foreach (var (name, hook) in Members(before, "webhooks"))
        foreach (var (method, message) in Methods(hook))
            if (Get(after, "webhooks", name, method) is not { } newer)
                Add($"webhook {name}", "event is removed");
            else
                CompareContent($"webhook {name}", Get(message, "requestBody"), Get(newer, "requestBody"), isRequest: false);
        return [.. _found.Distinct()];
    }

    private void CompareOperation(string place, JsonElement earlier, JsonElement later)
    {
        var (old, now) = (Parameters(earlier), Parameters(later));
        foreach (var (name, parameter) in old)
            if (!now.TryGetValue(name, out var other))
                Add($"{place} {name}", "parameter is removed");
            else
            {
                if (IsTrue(other, "required") && !IsTrue(parameter, "required"))
                    Add($"{place} {name}", "parameter is now required");
                if (!(AllowsTypedParameters && IsPlainText(Schema(before, parameter))))
                    Compare($"{place} {name}", Schema(before, parameter), Schema(after, other), isRequest: true);
            }
        foreach (var name in now.Where(parameter => IsTrue(parameter.Value, "required")).Select(parameter => parameter.Key).Except(old.Keys))
            Add($"{place} {name}", "new parameter is required");
        if (IsTrue(Get(later, "requestBody"), "required") && Get(earlier, "requestBody") is var body && !IsTrue(body, "required"))
            Add(place, "request body is now required");
        CompareContent($"{place} request", Get(earlier, "requestBody"), Get(later, "requestBody"), isRequest: true);
        foreach (var (status, response) in Members(earlier, "responses").Where(response => response.Name.StartsWith('2')))
            if (Get(later, "responses", status) is not { } other)
                Add($"{place} {status}", "response is removed");
            else
                CompareContent($"{place} {status}", response, other, isRequest: false);
    }

    private void CompareContent(string place, JsonElement? earlier, JsonElement? later, bool isRequest)
    {
        foreach (var (type, media) in earlier is { } old ? Members(old, "content") : [])
            if (later is not { } newer || Get(newer, "content", type) is not { } other)
                Add($"{place} {type}", "media type is removed");
            else
                Compare($"{place} {type}", Get(media, "schema"), Get(other, "schema"), isRequest);
    }

    private void Compare(string place, JsonElement? earlier, JsonElement? later, bool isRequest)
    {
        if (earlier is not { } from || later is not { } to)
            return; // without a schema, any value is described
        var (old, now) = (new JsonShape(before, from), new JsonShape(after, to));
        if (old.Name.Length > 0 && !_compared.Add((old.Name, now.Name, isRequest)))
            return;
        if (old.Name.Length > 0)
            place = $"{old.Name} ({(isRequest ? "request" : "response")})";
        CompareType(place, old, now, isRequest);
        if (old.Types.Count > 0 && now.Types.Count > 0 && !old.Types.Overlaps(now.Types))
            return;
        if (isRequest && now.Values.Count > 0 && (old.Values.Count == 0 || !old.Values.IsSubsetOf(now.Values)))
            Add(place, $"values are removed: {string.Join(", ", old.Values.Except(now.Values))}");
        foreach (var (name, property) in old.Properties)
            if ((now.Properties.TryGetValue(name, out var named) ? named : now.OtherProperties) is { } other)
                Compare($"{place}.{name}", property, other, isRequest);
            else
                Add($"{place}.{name}", "property is removed");
        foreach (var name in isRequest ? now.Required.Except(old.Required) : old.Required.Except(now.Required).Where(now.Properties.ContainsKey))
            Add($"{place}.{name}", isRequest ? "property is now required" : "property is no longer always present");
        Compare($"{place}[]", old.Items, now.Items, isRequest);
        Compare($"{place}.*", old.OtherProperties, now.OtherProperties, isRequest);
        foreach (var (first, second) in old.Choices.Zip(now.Choices))
            Compare(place, first, second, isRequest);
    }

    private void CompareType(string place, JsonShape old, JsonShape now, bool isRequest)
    {
        var (accepted, given) = isRequest ? (now.Types, old.Types) : (old.Types, now.Types);
        // A number includes integers. No type means any.
        if (accepted.Count > 0 && (given.Count == 0 || given.Any(type => !accepted.Contains(type) && !(type == "integer" && accepted.Contains("number")))))
            Add(place, $"type is {Words(now.Types)} instead of {Words(old.Types)}");
        if (old.Format != now.Format && (isRequest ? now.Format.Length > 0 : old.Format.Length > 0))
            Add(place, $"format is {now.Format} instead of {old.Format}");
    }

    private static string Words(IReadOnlySet<string> types) => types.Count == 0 ? "any" : string.Join(" or ", types.Order(StringComparer.Ordinal));

    private bool IsPlainText(JsonElement? schema) =>
        schema is { } text && new JsonShape(before, text) is { Values.Count: 0, Format: "" } shape && shape.Types.SetEquals(["string"]);

    private static JsonElement? Schema(JsonElement document, JsonElement parameter) => Get(JsonShape.Resolve(document, parameter), "schema");

    private static Dictionary<string, JsonElement> Parameters(JsonElement operation) =>
        Get(operation, "parameters") is { } list
            ? list.EnumerateArray()
                .ToDictionary(one => $"{one.GetProperty("in").GetString()} parameter {one.GetProperty("name").GetString()}", StringComparer.Ordinal)
            : [];

    private static IEnumerable<(string Name, JsonElement Value)> Methods(JsonElement path) =>
        path.EnumerateObject().Where(method => method.Value.ValueKind is JsonValueKind.Object).Select(method => (method.Name, method.Value));

    private static IEnumerable<(string Name, JsonElement Value)> Members(JsonElement element, string name) =>
        Get(element, name) is { } found ? found.EnumerateObject().Select(member => (member.Name, member.Value)) : [];

    private static bool IsTrue(JsonElement? element, string name) => element is { } whole && Get(whole, name) is { ValueKind: JsonValueKind.True };

    private static JsonElement? Get(JsonElement element, params string[] path)
    {
        foreach (var name in path)
            if (element.ValueKind is not JsonValueKind.Object || !element.TryGetProperty(name, out element))
                return null;
        return element;
    }

    private void Add(string place, string change) => _found.Add($"{place}: {change}");
}
