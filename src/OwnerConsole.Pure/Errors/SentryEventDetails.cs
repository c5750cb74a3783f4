using System.Text.Json;
using System.Text.Json.Nodes;

namespace OwnerConsole.Pure.Errors;

/// <summary>What is kept of an event besides its exceptions: tags, request, contexts, extra values and the last breadcrumbs, without secrets and personal data of the user.</summary>
internal static class SentryEventDetails
{
    private const int MaxBreadcrumbs = 20,
        MaxLength = 65_536;

    /// <summary>Left out first if the details are too long.</summary>
    private static readonly string[] s_optional = ["breadcrumbs", "extra", "contexts"];

    /// <summary>Headers of the request that are kept. All others can contain secrets.</summary>
    private static readonly string[] s_headers = ["accept", "content-type", "host", "user-agent"];

    private static readonly string[] s_breadcrumb = ["timestamp", "category", "type", "level", "message"];

    public static JsonElement Of(JsonElement sent)
    {
        var details = new JsonObject();
        Add(details, "tags", Find(sent, "tags") is { } tags ? SecretScrubber.Value(tags) : null);
        Add(details, "request", Find(sent, "request") is { ValueKind: JsonValueKind.Object } request ? Request(request) : null);
        Add(details, "contexts", Find(sent, "contexts") is { } contexts ? SecretScrubber.Value(contexts) : null);
        Add(details, "extra", Find(sent, "extra") is { } extra ? SecretScrubber.Value(extra) : null);
        Add(details, "breadcrumbs", Breadcrumbs(sent));
        var kept = JsonSerializer.SerializeToElement(details);
        if (kept.GetRawText().Length <= MaxLength)
            return kept;
        foreach (var name in s_optional)
            details.Remove(name);
        kept = JsonSerializer.SerializeToElement(details);
        return kept.GetRawText().Length <= MaxLength ? kept : JsonSerializer.SerializeToElement(new JsonObject());
    }

    /// <summary>The query and the cookies are left out; form fields are kept if their names are harmless.</summary>
    private static JsonObject Request(JsonElement request)
    {
        var kept = new JsonObject();
        Add(kept, "method", Find(request, "method") is { ValueKind: JsonValueKind.String } method ? SecretScrubber.Value(method) : null);
        Add(
            kept,
            "url",
            Find(request, "url") is { ValueKind: JsonValueKind.String } url ? JsonValue.Create(SecretScrubber.Text(url.GetString()!.Split('?', '#')[0])) : null
        );
        Add(kept, "data", Find(request, "data") is { ValueKind: JsonValueKind.Object } data ? SecretScrubber.Value(data) : null);
        if (Find(request, "headers") is { ValueKind: JsonValueKind.Object } headers)
            Add(
                kept,
                "headers",
                new JsonObject(
                    headers
                        .EnumerateObject()
                        .Where(header => s_headers.Contains(header.Name, StringComparer.OrdinalIgnoreCase))
                        .DistinctBy(header => header.Name, StringComparer.OrdinalIgnoreCase)
                        .Select(header => KeyValuePair.Create(header.Name, SecretScrubber.Value(header.Value)))
                )
            );
        return kept;
    }

    private static JsonArray? Breadcrumbs(JsonElement sent)
    {
        var found = Find(sent, "breadcrumbs");
        var list = found is { ValueKind: JsonValueKind.Object } wrapped ? Find(wrapped, "values") : found;
        if (list is not { ValueKind: JsonValueKind.Array } all)
            return null;
        return new([
            .. all.EnumerateArray()
                .TakeLast(MaxBreadcrumbs)
                .Where(one => one.ValueKind is JsonValueKind.Object)
                .Select(one => new JsonObject(
                    s_breadcrumb
                        .Where(name => Find(one, name) is not null)
                        .Select(name => KeyValuePair.Create(name, SecretScrubber.Value(one.GetProperty(name))))
                )),
        ]);
    }

    private static JsonElement? Find(JsonElement of, string name) =>
        of.TryGetProperty(name, out var value) && value.ValueKind is not JsonValueKind.Null ? value : null;

    private static void Add(JsonObject to, string name, JsonNode? value)
    {
        if (value is JsonObject { Count: > 0 } or JsonArray { Count: > 0 } or JsonValue)
            to[name] = value;
    }
}
