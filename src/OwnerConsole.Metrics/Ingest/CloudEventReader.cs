using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Metrics.Ingest;

/// <summary>Reads CloudEvents 1.0 from an HTTP request in structured, batch or binary mode.</summary>
/// <remarks>
/// Source: the HTTP protocol binding and the JSON format of CloudEvents 1.0.2. An invalid item is returned with a reason; only a body that is not
/// JSON fails the request.
/// </remarks>
public static class CloudEventReader
{
    private const string Batch = "application/cloudevents-batch",
        Structured = "application/cloudevents",
        Header = "ce-";

    /// <param name="most">Maximum number of events in a batch.</param>
    /// <exception cref="Problem">400: unreadable body or a batch over <paramref name="most"/>; 415: Content-Type of none of the modes.</exception>
    public static IReadOnlyList<ParsedEvent> Read(HttpRequest request, ReadOnlyMemory<byte> body, int most)
    {
        var kind = request.ContentType ?? "";
        if (kind.StartsWith(Batch, StringComparison.OrdinalIgnoreCase)) // Checked first, because it starts with the media type of the structured mode.
            return ReadBatch(EventBody.Parse(body), most);
        if (kind.StartsWith(Structured, StringComparison.OrdinalIgnoreCase))
            return [ReadOne(EventBody.Parse(body))];
        if (request.Headers.ContainsKey("ce-specversion"))
            return [Binary(request, body)];
        throw new Problem(
            415,
            "not_cloudevents",
            "Send CloudEvents: application/cloudevents+json for one event, application/cloudevents-batch+json for several, or ce- headers with the data as the body."
        );
    }

    /// <returns>True for a header of binary mode, whose bytes are decoded separately because some senders use Latin-1.</returns>
    public static bool IsAttribute(string header) => header.StartsWith(Header, StringComparison.OrdinalIgnoreCase);

    private static IReadOnlyList<ParsedEvent> ReadBatch(JsonElement body, int most) =>
        body.ValueKind is not JsonValueKind.Array ? throw Problem.Invalid("body", "must be a list of events in batch mode.")
        : body.GetArrayLength() > most ? throw Problem.Invalid("body", $"must contain at most {most} events. Split it into several requests.")
        : [.. body.EnumerateArray().Select(ReadOne)];

    /// <summary>Reads an event in the JSON format.</summary>
    public static ParsedEvent ReadOne(JsonElement json) => Read(json, isStored: false);

    /// <summary>Reads an event that an earlier release can have received. Such a release read a time without an offset as UTC.</summary>
    internal static ParsedEvent ReadStored(JsonElement json) => Read(json, isStored: true);

    private static ParsedEvent Read(JsonElement json, bool isStored)
    {
        var raw = json.GetRawText();
        if (json.ValueKind is not JsonValueKind.Object)
            return Reject(raw, "unreadable", "An event must be a JSON object.");
        if (InvalidText.IsInvalid(json, raw))
            return Reject(raw, "bad_text", "It contains an invalid character: \\u0000 or an unpaired surrogate.");
        var attributes = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var member in json.EnumerateObject().Where(member => member.Name is not ("data" or "data_base64")))
        {
            if (Attribute(member.Value) is not { } text)
            {
                if (member.Value.ValueKind is JsonValueKind.Null)
                    continue;
                return Reject(raw, "bad_attribute", $"{member.Name} must be a string, an integer, true or false.");
            }
            attributes[member.Name] = text;
        }
        if (json.TryGetProperty("data_base64", out _))
            return Reject(raw, "binary_data", "Data must be a JSON object in data. data_base64 is not supported.");
        return Create(attributes, json.TryGetProperty("data", out var data) ? data : null, raw, isStored);
    }

    private static string? Attribute(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
            JsonValueKind.Number when value.TryGetInt32(out _) => value.GetRawText(),
            _ => null,
        };

    private static ParsedEvent Binary(HttpRequest request, ReadOnlyMemory<byte> body)
    {
        var attributes = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var (name, values) in request.Headers.Where(header => IsAttribute(header.Key)))
        {
            var attribute = name[Header.Length..].ToLowerInvariant();
            if (attribute == "datacontenttype")
                return Reject(ToJson(attributes), "bad_attribute", "ce-datacontenttype is not allowed. Use the Content-Type header.");
            if (HeaderText.Decode(values.ToString()) is not { } text)
                return Reject(ToJson(attributes), "bad_text", $"ce-{attribute} must be percent-encoded UTF-8.");
            attributes[attribute] = text;
        }
        if (body.IsEmpty)
            return Create(attributes, null, ToJson(attributes));
        if (!request.HasJsonContentType())
            return Reject(ToJson(attributes), "binary_data", "Data must be JSON. Send it with Content-Type: application/json.");
        var data = EventBody.Parse(body);
        var raw = ToJson(attributes, data);
        return InvalidText.IsInvalid(data, raw)
            ? Reject(raw, "bad_text", "It contains an invalid character: \\u0000 or an unpaired surrogate.")
            : Create(attributes, data, raw);
    }

    /// <param name="raw">Text stored if the event is rejected: the event in the JSON format, or text that is not read again.</param>
    /// <param name="isStored">Whether an earlier release can have received the event.</param>
    internal static ParsedEvent Create(IReadOnlyDictionary<string, string?> attributes, JsonElement? data, string raw, bool isStored = false)
    {
        foreach (var required in (ReadOnlySpan<string>)["specversion", "id", "source", "type"])
            if (string.IsNullOrEmpty(attributes.GetValueOrDefault(required)))
                return Reject(raw, "missing_attribute", $"{required} is required and must not be empty.");
        if (attributes["specversion"] != "1.0")
            return Reject(raw, "bad_attribute", "specversion must be 1.0.");
        foreach (var name in attributes.Keys)
            if (name.Length > 40 || name.Any(letter => letter is not ((>= 'a' and <= 'z') or (>= '0' and <= '9'))))
                return Reject(raw, "bad_attribute", $"The attribute name {name} must be 1 to 40 lowercase letters and digits.");
        if (attributes.FirstOrDefault(pair => pair.Value!.Length > 200 || pair.Value.Any(char.IsControl)) is { Key: { } bad })
            return Reject(raw, "bad_attribute", $"{bad} must be at most 200 printable characters.");
        if (!Uri.IsWellFormedUriString(attributes["source"], UriKind.RelativeOrAbsolute))
            return Reject(raw, "bad_attribute", "source must be a URI or a URI path, such as /studio-app.");
        if (data is { ValueKind: not (JsonValueKind.Object or JsonValueKind.Null) })
            return Reject(raw, "bad_data", "data must be an object.");
        DateTimeOffset? at = null;
        if (attributes.GetValueOrDefault("time") is { } time)
        {
            at = isStored ? InstantOrUtc(time) : Instant(time);
            if (at is null)
                return Reject(raw, "bad_time", "time must be an RFC 3339 timestamp with its offset, such as 2026-11-20T10:00:00Z.");
        }
        var made = new IntakeEvent(
            attributes["source"]!,
            attributes["id"]!,
            attributes.GetValueOrDefault("subject"),
            attributes["type"]!,
            at,
            null,
            data is { ValueKind: JsonValueKind.Object } ? data : null
        );
        var member = EventMemberId.Clean(attributes.GetValueOrDefault("member")) ?? EventMemberId.Clean(made.Identifier("member"));
        return member is null ? new(made, null, raw)
            : member.Length > EventMemberId.MaxLength || member.Any(char.IsControl)
                ? Reject(raw, "bad_attribute", $"member must be at most {EventMemberId.MaxLength} printable characters.")
            : EventMemberId.IsOfConsole(member)
                ? Reject(raw, "bad_attribute", "member must be your own ID of the member, with or without ext:, not the console's mbr_… ID.")
            : new(made with { Member = member }, null, raw);
    }

    /// <returns>Null if it is not an RFC 3339 timestamp.</returns>
    private static DateTimeOffset? Instant(string text) => TimestampText.HasOffset(text) ? InstantOrUtc(text) : null;

    /// <summary>SDKs of other vendors also send times in UTC without an offset.</summary>
    /// <returns>Null if it is not a timestamp.</returns>
    internal static DateTimeOffset? InstantOrUtc(string text) =>
        text.Contains('T', StringComparison.OrdinalIgnoreCase)
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
            ? instant.ToUniversalTime()
            : null;

    /// <summary>Formats an event in the JSON format.</summary>
    internal static string ToJson(IReadOnlyDictionary<string, string?> attributes, JsonElement? data = null)
    {
        var all = attributes.ToDictionary(pair => pair.Key, pair => (object?)pair.Value, StringComparer.Ordinal);
        if (data is { } value)
            all["data"] = value;
        return OwnerConsole.Data.Json.Text(all);
    }

    internal static ParsedEvent Reject(string raw, string reason, string says) => new(null, new(reason, says), raw);
}
