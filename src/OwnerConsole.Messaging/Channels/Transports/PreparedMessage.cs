using OwnerConsole.Kernel.Email;

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
);
