using OwnerConsole.Data;

namespace OwnerConsole.Messaging.Channels;

/// <summary>A channel as returned by the API, without its secrets.</summary>
/// <param name="Kind">Service that delivers its messages.</param>
/// <param name="Account">Account of Twilio or New Relic; null for other kinds.</param>
/// <param name="Sender">Phone number or messaging service of Twilio; null for other kinds.</param>
/// <param name="SecretEnd">Last four characters of the auth token, of the key, or of the URL of the webhook; empty for web push.</param>
/// <param name="Body">JSON with variables that a webhook receives; null for other kinds.</param>
/// <param name="ContentSid">WhatsApp template for members who haven't written in the last 24 hours; null for none.</param>
/// <param name="ContentVariables">JSON with the variables of that template; null for none.</param>
/// <param name="MaxPerMinute">Most messages per minute.</param>
/// <param name="Contact">How push services reach you, as mailto: or https URL; null for other kinds.</param>
/// <param name="Region">Region of PagerDuty and New Relic (us or eu), or site of Datadog; null for other kinds.</param>
/// <param name="PublicKey">Public key of web push: the applicationServerKey with which browsers subscribe; null for other kinds.</param>
/// <param name="IsPaused">Whether its messages wait.</param>
/// <param name="IncomingUrl">Address that receives messages from Twilio, to be entered there; null for other kinds, and until the URL of this console is set.</param>
/// <param name="LastTest">Last test message with the answer of the service; null if it was never tested.</param>
/// <param name="ChangedAt">When its settings were saved.</param>
public sealed record ChannelView(
    string Id,
    ChannelKind Kind,
    string Name,
    string? Account,
    string? Sender,
    string SecretEnd,
    string? Body,
    string? ContentSid,
    string? ContentVariables,
    int MaxPerMinute,
    string? Contact,
    string? Region,
    string? PublicKey,
    bool IsPaused,
    string? IncomingUrl,
    ChannelMessage? LastTest,
    DateTimeOffset ChangedAt
)
{
    /// <param name="console">URL of this console; null if it is not set.</param>
    internal static ChannelView Of(Channel channel, string? console, ChannelMessage? lastTest) =>
        new(
            channel.Id,
            channel.Kind,
            channel.Name,
            channel.Account,
            channel.Sender,
            channel.SecretEnd,
            channel.Body,
            channel.ContentSid,
            channel.ContentVariables,
            channel.MaxPerMinute,
            channel.Contact,
            channel.Region,
            channel.PublicKey,
            channel.IsPaused,
            channel.Kind.IsByPhone() && console is not null ? console + TwilioRoutes.IncomingOf(channel.Id) : null,
            lastTest,
            channel.ChangedAt
        );
}
