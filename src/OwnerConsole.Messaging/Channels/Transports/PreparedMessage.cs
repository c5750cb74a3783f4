using OwnerConsole.Kernel.Email;
using OwnerConsole.Messaging.Channels.WebPush;

namespace OwnerConsole.Messaging.Channels.Transports;

/// <summary>A message that is ready to be sent.</summary>
/// <param name="MessageId">The same in every attempt.</param>
/// <param name="Address">Phone number of the recipient; null for a post.</param>
/// <param name="UsesTemplate">Whether the WhatsApp template is sent instead of the text.</param>
/// <param name="StatusUrl">Address that receives delivery reports; null if the URL of this console is not set.</param>
public sealed record PreparedMessage(
    string MessageId,
    Channel Channel,
    ChannelSecrets Secrets,
    SourcedMessage Message,
    string? Address,
    bool UsesTemplate,
    string? StatusUrl
)
{
    /// <summary>Browsers that the message has not reached yet; empty for other kinds than web push.</summary>
    public IReadOnlyList<PushDestination> Browsers { get; init; } = [];

    /// <summary>Whether an earlier attempt has reached another browser of the recipient.</summary>
    public bool HasReached { get; init; }
}
