using System.Text.Json.Serialization;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Outbound;

namespace OwnerConsole.Messaging.Channels.WebPush;

/// <summary>A subscription as browsers return it from <c>PushSubscription.toJSON()</c>.</summary>
/// <param name="Endpoint">URL of the push service, which is a secret of the browser.</param>
/// <param name="Keys">Keys of the browser.</param>
/// <param name="ExpirationTime">When it expires, in milliseconds since 1970; null for never.</param>
/// <param name="Channel">ID of the channel whose public key the browser subscribed to; can be left out while there is only one channel of web push.</param>
public sealed record PushSubscriptionRequest(
    string Endpoint,
    PushSubscriptionKeys Keys,
    [property: JsonPropertyName("expirationTime")] double? ExpirationTime = null,
    string? Channel = null
)
{
    private const int AuthLength = 16;

    private static readonly double s_maxTime = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    internal DateTimeOffset? ExpiresAt => ExpirationTime is { } time ? DateTimeOffset.FromUnixTimeMilliseconds((long)time) : null;

    /// <exception cref="Problem">400: a field is invalid.</exception>
    internal void Check(OutboundHostPolicy hosts, DateTimeOffset now)
    {
        if (hosts.FindProblem(Endpoint) is { } problem)
            throw Problem.Invalid(
                "endpoint",
                problem == "private_address"
                    ? "has a host that is not on the public internet, and the console does not call private addresses."
                    : "must be an https URL of at most 2,000 characters without a user name or password, as returned by the browser."
            );
        if (!VapidKeys.IsPublicKey(Keys.P256dh))
            throw Problem.Invalid("keys.p256dh", "must be a public key of the curve P-256 with 65 bytes in base64url, as returned by the browser.");
        if (VapidKeys.Decode(Keys.Auth) is not { Length: AuthLength })
            throw Problem.Invalid("keys.auth", "must be 16 bytes in base64url, as returned by the browser.");
        if (ExpirationTime is { } time && !(time >= 0 && time <= s_maxTime && ExpiresAt > now))
            throw Problem.Invalid("expirationTime", "must be a time in the future in milliseconds since 1970, or null.");
    }
}

/// <summary>Keys by which messages to a browser are encrypted.</summary>
/// <param name="P256dh">Public key of the browser, in base64url.</param>
/// <param name="Auth">Secret of the browser, in base64url.</param>
public sealed record PushSubscriptionKeys([property: JsonPropertyName("p256dh")] string P256dh, [property: JsonPropertyName("auth")] string Auth);
