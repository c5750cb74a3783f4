using System.Globalization;
using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Metrics.Ingest;

/// <summary>Shared parts of the readers for other SDKs: their messages become CloudEvents and follow the same rules.</summary>
internal static class SdkMessage
{
    /// <summary>Maximum nesting of one message. A deeper one is rejected separately and does not fail its batch.</summary>
    private const int MaxDepth = 12;

    /// <returns>The rejection if the message is unreadable; otherwise null.</returns>
    public static ParsedEvent? RejectIfInvalid(JsonElement sent)
    {
        var raw = sent.GetRawText();
        return sent.ValueKind is not JsonValueKind.Object ? CloudEventReader.Reject(raw, "unreadable", "A message must be a JSON object.")
            : IsDeeper(sent, MaxDepth) ? CloudEventReader.Reject(raw, "too_deep", $"It must be nested at most {MaxDepth} levels deep.")
            : InvalidText.IsInvalid(sent, raw) ? CloudEventReader.Reject(raw, "bad_text", "It contains an invalid character: \\u0000 or an unpaired surrogate.")
            : null;
    }

    /// <returns>A string, or a number as text, at any depth; null for other types, for an empty string and for text that can't be stored.</returns>
    public static string? Text(JsonElement json, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
            if (json.ValueKind is not JsonValueKind.Object || !json.TryGetProperty(name, out json))
                return null;
        return json.ValueKind switch
        {
            JsonValueKind.String when !InvalidText.IsInvalid(json, json.GetRawText()) && json.GetString() is { Length: > 0 } text => text,
            JsonValueKind.Number => json.GetRawText(),
            _ => null,
        };
    }

    /// <returns>The messages of a batch; some SDKs send the bare list.</returns>
    /// <exception cref="Problem">400: not a list; 413: more than <paramref name="most"/> messages, whereupon some SDKs send smaller
    /// batches.</exception>
    public static IReadOnlyList<JsonElement> List(JsonElement body, string name, int most) =>
        (body.ValueKind is JsonValueKind.Array ? body : Json.Find(body, name)) is not { ValueKind: JsonValueKind.Array } list
            ? throw Problem.Invalid(name, "must be a list of messages.")
        : list.GetArrayLength() > most ? throw new Problem(413, "too_many", $"A request can contain at most {most} messages. Split it into several requests.")
        : [.. list.EnumerateArray()];

    /// <returns>Name and version from the first message; null if it has none.</returns>
    public static string? Client(IReadOnlyList<JsonElement> messages, Func<JsonElement, string?> name, Func<JsonElement, string?> version) =>
        messages is [var first, ..] && name(first) is { } sdk ? $"{sdk}/{version(first) ?? "?"}" : null;

    /// <summary>A batch contains its send time. If that is after its arrival, the sender's clock is ahead by the difference.</summary>
    /// <remarks>A clock that is behind can't be distinguished from a delayed batch and is not corrected.</remarks>
    /// <param name="sentAt">Send time by the sender's clock.</param>
    public static TimeSpan ClockOffset(string? sentAt, DateTimeOffset now) =>
        sentAt is not null && CloudEventReader.InstantOrUtc(sentAt) is { } sent && sent > now ? sent - now : TimeSpan.Zero;

    /// <param name="at">Time by the sender's clock; null for now.</param>
    /// <param name="ahead">How far that clock is ahead.</param>
    public static string Time(string? at, TimeSpan ahead, DateTimeOffset now)
    {
        if (at is null)
            return now.ToString("O", CultureInfo.InvariantCulture);
        if (CloudEventReader.InstantOrUtc(at) is not { } instant)
            return at; // The rules report what is wrong with it.
        return new DateTimeOffset(Math.Max(instant.Ticks - ahead.Ticks, 0), TimeSpan.Zero).ToString("O", CultureInfo.InvariantCulture);
    }

    /// <summary>A rejected event is stored as a CloudEvent, so that it can be retried like any other.</summary>
    /// <param name="says">Where the SDK's message contains the required values.</param>
    public static ParsedEvent Event(string source, string? id, string? subject, string? type, string time, string? member, JsonElement? data, string says)
    {
        Dictionary<string, string?> attributes = new(StringComparer.Ordinal)
        {
            ["specversion"] = "1.0",
            ["id"] = id,
            ["source"] = source,
            ["type"] = type,
            ["time"] = time,
        };
        if (subject is not null)
            attributes["subject"] = subject;
        if (member is not null)
            attributes["member"] = member;
        var raw = CloudEventReader.ToJson(attributes, data);
        return attributes.FirstOrDefault(pair => string.IsNullOrEmpty(pair.Value)) is { Key: { } missing }
            ? CloudEventReader.Reject(raw, "missing_attribute", $"It has no {missing}. {says}")
            : CloudEventReader.Create(attributes, data, raw);
    }

    private static bool IsDeeper(JsonElement json, int levels) =>
        json.ValueKind switch
        {
            JsonValueKind.Array => levels == 0 || json.EnumerateArray().Any(item => IsDeeper(item, levels - 1)),
            JsonValueKind.Object => levels == 0 || json.EnumerateObject().Any(member => IsDeeper(member.Value, levels - 1)),
            _ => false,
        };
}

/// <summary>Result of reading a request of another SDK.</summary>
/// <param name="Client">The SDK and its version, if reported.</param>
public sealed record SdkBatch(IReadOnlyList<ParsedEvent> Items, string? Client);
