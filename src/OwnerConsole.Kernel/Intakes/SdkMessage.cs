using System.Globalization;
using System.Text.Json;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Kernel.Intakes;

/// <summary>What the readers of other makers' SDKs have in common: a message of theirs becomes a CloudEvent, and is held to the same rules.</summary>
internal static class SdkMessage
{
    /// <summary>Levels of one message. A deeper one is rejected by itself and does not take its batch with it.</summary>
    private const int Deepest = 12;

    /// <returns>why it can't be looked into; null when it can</returns>
    public static ReadItem? Bad(JsonElement sent)
    {
        var raw = sent.GetRawText();
        return sent.ValueKind is not JsonValueKind.Object ? CloudEventReader.Not(raw, "unreadable", "A message must be a JSON object.")
            : IsDeeper(sent, Deepest) ? CloudEventReader.Not(raw, "too_deep", $"It must be nested at most {Deepest} levels deep.")
            : BadText.Is(sent, raw) ? CloudEventReader.Not(raw, "bad_text", "It contains an invalid character: \\u0000 or an unpaired surrogate.")
            : null;
    }

    /// <returns>a text, or a number as one, however deep it stands; null for anything else for an empty text, and for one that can't be held</returns>
    public static string? Text(JsonElement json, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
            if (json.ValueKind is not JsonValueKind.Object || !json.TryGetProperty(name, out json))
                return null;
        return json.ValueKind switch
        {
            JsonValueKind.String when !BadText.Is(json, json.GetRawText()) && json.GetString() is { Length: > 0 } text => text,
            JsonValueKind.Number => json.GetRawText(),
            _ => null,
        };
    }

    /// <returns>the messages of a batch; some SDKs send the bare list</returns>
    /// <exception cref="Problem">400 for no list; 413 for one with more than <paramref name="most"/>: some SDKs send halves of it then</exception>
    public static IReadOnlyList<JsonElement> List(JsonElement body, string name, int most) =>
        (body.ValueKind is JsonValueKind.Array ? body : Member(body, name)) is not { ValueKind: JsonValueKind.Array } list
            ? throw Problem.Invalid(name, "must be a list of messages.")
        : list.GetArrayLength() > most ? throw new Problem(413, "too_many", $"A request can contain at most {most} messages. Split it into several requests.")
        : [.. list.EnumerateArray()];

    /// <returns>name/version as the first message says; null where it doesn't</returns>
    public static string? Client(IReadOnlyList<JsonElement> messages, Func<JsonElement, string?> name, Func<JsonElement, string?> version) =>
        messages is [var first, ..] && name(first) is { } sdk ? $"{sdk}/{version(first) ?? "?"}" : null;

    public static JsonElement? Member(JsonElement json, string name) =>
        json.ValueKind is JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind is not JsonValueKind.Null ? value : null;

    /// <summary>A batch says when it left. One that left later than it arrived was written by a clock that is ahead, and by how much.</summary>
    /// <remarks>A clock that is behind can't be told from a batch that waited for a connection, so nothing is made of that.</remarks>
    /// <param name="sentAt">as the sender's clock says</param>
    public static TimeSpan Ahead(string? sentAt, DateTimeOffset now) =>
        sentAt is not null && CloudEventReader.Instant(sentAt) is { } sent && sent > now ? sent - now : TimeSpan.Zero;

    /// <param name="at">as the sender's clock says; now when it is left out</param>
    /// <param name="ahead">by how much that clock is</param>
    public static string Time(string? at, TimeSpan ahead, DateTimeOffset now)
    {
        if (at is null)
            return now.ToString("O", CultureInfo.InvariantCulture);
        if (CloudEventReader.Instant(at) is not { } instant)
            return at; // the rules say what is wrong with it
        return new DateTimeOffset(Math.Max(instant.Ticks - ahead.Ticks, 0), TimeSpan.Zero).ToString("O", CultureInfo.InvariantCulture);
    }

    /// <summary>Kept as a CloudEvent where it is not taken in, so that it is taken in again as any other.</summary>
    /// <param name="says">where the SDK has what an event must have</param>
    public static ReadItem Event(string source, string? id, string? subject, string? type, string time, string? member, JsonElement? data, string says)
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
        var raw = CloudEventReader.Shown(attributes, data);
        return attributes.FirstOrDefault(pair => string.IsNullOrEmpty(pair.Value)) is { Key: { } missing }
            ? CloudEventReader.Not(raw, "missing_attribute", $"It has no {missing}. {says}")
            : CloudEventReader.Made(attributes, data, raw);
    }

    private static bool IsDeeper(JsonElement json, int levels) =>
        json.ValueKind switch
        {
            JsonValueKind.Array => levels == 0 || json.EnumerateArray().Any(item => IsDeeper(item, levels - 1)),
            JsonValueKind.Object => levels == 0 || json.EnumerateObject().Any(member => IsDeeper(member.Value, levels - 1)),
            _ => false,
        };
}

/// <summary>What a request of another maker's SDK turned out to be.</summary>
/// <param name="Client">the SDK and its version, where it says so</param>
public sealed record SdkBatch(IReadOnlyList<ReadItem> Items, string? Client);
