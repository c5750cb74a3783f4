using System.Text.Json;
using System.Text.Json.Nodes;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Metrics.Ingest;

/// <summary>Reads requests of the Segment SDKs: a batch of messages or a single message.</summary>
/// <remarks>
/// Source: Segment's HTTP tracking API and the npm package @segment/analytics-node 3.1.0. Traits are not stored, because members and tenants are
/// reported separately.
/// </remarks>
public static class SegmentReader
{
    private const string Source = "/segment",
        Needs = "Segment SDKs send the id as messageId and the name of a track call as event.";

    /// <param name="call">Call of a single message, such as track; null for a batch.</param>
    /// <param name="isBound">Whether the key is for one tenant, so that messages need not name it.</param>
    /// <exception cref="Problem">400: not a batch; 413: more than <paramref name="most"/> messages.</exception>
    public static SdkBatch Read(ReadOnlyMemory<byte> bytes, string? call, bool isBound, int most, DateTimeOffset now)
    {
        var body = EventBody.Parse(bytes, EventBody.MaxSdkDepth);
        var messages = call is not null ? [body] : SdkMessage.List(body, "batch", most);
        var ahead = SdkMessage.ClockOffset(SdkMessage.Text(body, "sentAt"), now);
        return new(
            [.. messages.Select(message => Message(message, call, isBound, ahead, now)).OfType<ParsedEvent>()],
            SdkMessage.Client(
                messages,
                message => SdkMessage.Text(message, "context", "library", "name"),
                message => SdkMessage.Text(message, "context", "library", "version")
            )
        );
    }

    private static ParsedEvent? Message(JsonElement sent, string? call, bool isBound, TimeSpan ahead, DateTimeOffset now)
    {
        if (SdkMessage.RejectIfInvalid(sent) is { } bad)
            return bad;
        call ??= SdkMessage.Text(sent, "type");
        var tenant = SdkMessage.Text(sent, "groupId") ?? SdkMessage.Text(sent, "context", "groupId");
        if (call is "identify" or "alias" or "page" or "screen" && tenant is null && !isBound)
            return null; // Page views of visitors and identify calls are ignored, because each would be stored as a rejected event.
        if (call is not ("track" or "identify" or "group" or "page" or "screen" or "alias"))
            return CloudEventReader.Reject(sent.GetRawText(), "unknown_call", "type must be track, identify, group, page, screen or alias.");
        return SdkMessage.Event(
            Source,
            SdkMessage.Text(sent, "messageId"),
            tenant,
            call == "track" ? SdkMessage.Text(sent, "event")?.Trim() : IntakeEvent.Activity,
            SdkMessage.Time(SdkMessage.Text(sent, "timestamp"), ahead, now),
            SdkMessage.Text(sent, "userId") ?? SdkMessage.Text(sent, "anonymousId"),
            ReadData(sent, call),
            Needs
        );
    }

    /// <returns>The data reported by the application, including the name of the page.</returns>
    private static JsonElement? ReadData(JsonElement sent, string call)
    {
        var properties = Json.Find(sent, "properties");
        if (call is not ("page" or "screen") || SdkMessage.Text(sent, "name") is not { } name)
            return properties;
        var named = properties is { ValueKind: JsonValueKind.Object } some ? JsonObject.Create(some)! : [];
        named["name"] = name;
        return OwnerConsole.Data.Json.Element(named);
    }
}
