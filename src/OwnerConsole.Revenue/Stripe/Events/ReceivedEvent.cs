using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Revenue.Stripe.Mirror;

namespace OwnerConsole.Revenue.Stripe.Events;

/// <summary>The parts of an event that the console uses.</summary>
/// <param name="ApiVersion">Version in which Stripe wrote the event.</param>
/// <param name="ObjectId">Null for an object without an id, such as an upcoming invoice.</param>
/// <param name="Error">Why the event is stored without being processed; null if it is processed, or if there is nothing to read.</param>
public sealed record ReceivedEvent(
    string AccountId,
    string EventId,
    Mode Mode,
    string Type,
    string? ApiVersion,
    string? ObjectType,
    string? ObjectId,
    StripeEventState State,
    string? Error,
    DateTimeOffset CreatedAt
)
{
    /// <summary>Maximum nesting of an event.</summary>
    public const int MaxDepth = 64;

    private const int MaxIdLength = 255;

    /// <param name="accountId">Account of the connection.</param>
    /// <exception cref="Problem">400: a required member is missing, or the event belongs to the other mode.</exception>
    public static ReceivedEvent Read(JsonElement body, Mode mode, string accountId)
    {
        var id =
            Text(body, "id") is { } given && given.StartsWith("evt_", StringComparison.Ordinal) ? given : throw Missing("id", "an id that starts with evt_");
        var type = Text(body, "type") ?? throw Missing("type", "the type of the event");
        if (
            !body.TryGetProperty("created", out var created)
            || created.ValueKind is not JsonValueKind.Number
            || !created.TryGetInt64(out var seconds)
            || seconds is < 0 or > 253_402_300_799
        )
            throw Missing("created", "a Unix time in seconds");
        if (!body.TryGetProperty("livemode", out var live) || live.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
            throw Missing("livemode", "true or false");
        if ((live.ValueKind is JsonValueKind.True) != (mode is Mode.Live))
            throw new Problem(
                400,
                "wrong_mode",
                $"This address receives events of {mode.ToText()} mode. Use {StripeWebhook.AddressOf(mode is Mode.Live ? Mode.Test : Mode.Live)}."
            );
        var about = Object(body);
        var objectType = about is { } changed ? Text(changed, "object") : null;
        var objectId = about is { } identified ? Text(identified, "id") : null;
        var isOther = Text(body, "account") is { } account && account != accountId;
        var isRead = !isOther && objectId is not null && ObjectKind.Find(objectType) is not null;
        return new(
            accountId,
            id,
            mode,
            type,
            Text(body, "api_version"),
            objectType,
            objectId,
            isRead ? StripeEventState.Pending : StripeEventState.Stored,
            isOther ? "The event belongs to another account." : null,
            DateTimeOffset.FromUnixTimeSeconds(seconds)
        );
    }

    private static JsonElement? Object(JsonElement body) =>
        body.TryGetProperty("data", out var data)
        && data.ValueKind is JsonValueKind.Object
        && data.TryGetProperty("object", out var about)
        && about.ValueKind is JsonValueKind.Object
            ? about
            : null;

    /// <returns>A text of a reasonable length; null for anything else.</returns>
    private static string? Text(JsonElement element, string name) =>
        element.ValueKind is JsonValueKind.Object
        && element.TryGetProperty(name, out var value)
        && value.ValueKind is JsonValueKind.String
        && value.GetString() is { Length: > 0 and <= MaxIdLength } text
        && !text.Any(char.IsControl)
            ? text
            : null;

    private static Problem Missing(string name, string what) => Problem.Invalid(name, $"must be {what}.");
}

/// <summary>State of a received event.</summary>
public enum StripeEventState
{
    /// <summary>Its object is about to be read, or a failed attempt is about to be repeated.</summary>
    Pending,

    /// <summary>Its object was read after the event was received.</summary>
    Processed,

    /// <summary>All attempts failed.</summary>
    Failed,

    /// <summary>The console keeps the event, and has nothing to read for it.</summary>
    Stored,
}
