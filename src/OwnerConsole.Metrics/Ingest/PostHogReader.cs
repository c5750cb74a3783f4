using System.Text.Json;
using System.Text.Json.Nodes;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Metrics.Ingest;

/// <summary>Reads requests of the PostHog SDKs: a batch of events or a single event.</summary>
/// <remarks>
/// Source: PostHog's capture API and the npm package posthog-node 5.70.0. Properties added by the SDK, whose names start with $, are used to identify
/// tenant and member and are not stored.
/// </remarks>
public static class PostHogReader
{
    private const string Source = "/posthog",
        Needs = "PostHog SDKs send the id as uuid and the event name as event.";

    /// <returns>The API key in the body; null if there is none.</returns>
    public static string? Key(JsonElement body)
    {
        var first = body.ValueKind is JsonValueKind.Array ? body.EnumerateArray().FirstOrDefault() : body;
        return SdkMessage.Text(first, "api_key") ?? SdkMessage.Text(first, "token") ?? SdkMessage.Text(first, "properties", "token");
    }

    /// <param name="isBound">Whether the key is for one tenant, so that events need not name it.</param>
    /// <exception cref="Problem">400: not a batch; 413: more than <paramref name="most"/> events.</exception>
    public static SdkBatch Read(JsonElement body, bool isBound, int most, DateTimeOffset now)
    {
        var events = Json.Find(body, "event") is not null ? [body] : SdkMessage.List(body, "batch", most);
        var ahead = SdkMessage.ClockOffset(SdkMessage.Text(body, "sent_at"), now);
        return new(
            [.. events.Select(said => Event(said, isBound, ahead, now)).OfType<ParsedEvent>()],
            SdkMessage.Client(events, said => SdkMessage.Text(said, "properties", "$lib"), said => SdkMessage.Text(said, "properties", "$lib_version"))
        );
    }

    private static ParsedEvent? Event(JsonElement sent, bool isBound, TimeSpan ahead, DateTimeOffset now)
    {
        if (SdkMessage.RejectIfInvalid(sent) is { } bad)
            return bad;
        var name = SdkMessage.Text(sent, "event")?.Trim();
        var isOfTheSdk = name is ['$', ..];
        var tenant = Tenant(sent);
        if (isOfTheSdk && tenant is null && !isBound)
            return null; // Page views of visitors and identify calls are ignored, because each would be stored as a rejected event.
        return SdkMessage.Event(
            Source,
            SdkMessage.Text(sent, "uuid"),
            tenant,
            isOfTheSdk ? IntakeEvent.Activity : name,
            SdkMessage.Time(SdkMessage.Text(sent, "timestamp"), ahead, now),
            Member(sent),
            isOfTheSdk ? null : Own(Json.Find(sent, "properties")),
            Needs
        );
    }

    /// <returns>The group named company, or the only group.</returns>
    private static string? Tenant(JsonElement sent)
    {
        if (Group(sent) is { Type: "company" } described)
            return described.Key;
        var groups = Json.Find(sent, "properties") is { } properties ? Json.Find(properties, "$groups") : null;
        if (groups is not { ValueKind: JsonValueKind.Object } named)
            return null;
        var names = named.EnumerateObject().Select(group => group.Name).ToList();
        return SdkMessage.Text(named, "company") ?? (names is [var only] ? SdkMessage.Text(named, only) : null);
    }

    /// <returns>The member id; null if a group is described without a person, for which the SDK generates an id.</returns>
    private static string? Member(JsonElement sent)
    {
        var member = SdkMessage.Text(sent, "distinct_id") ?? SdkMessage.Text(sent, "properties", "distinct_id");
        return Group(sent) is { } group && member == $"${group.Type}_{group.Key}" ? null : member;
    }

    private static (string Type, string Key)? Group(JsonElement sent) =>
        SdkMessage.Text(sent, "properties", "$group_type") is { } type && SdkMessage.Text(sent, "properties", "$group_key") is { } key ? (type, key) : null;

    private static JsonElement? Own(JsonElement? properties)
    {
        if (properties is not { ValueKind: JsonValueKind.Object } all)
            return properties;
        var own = all.EnumerateObject().Where(property => property.Name is not (['$', ..] or "token" or "distinct_id"));
        return OwnerConsole.Data.Json.Element(
            new JsonObject(own.Select(property => KeyValuePair.Create(property.Name, JsonNode.Parse(property.Value.GetRawText()))))
        );
    }
}
