namespace OwnerConsole.Kernel.Email;

/// <summary>Ways in which a message reaches a member.</summary>
public enum MessageChannel
{
    Email,

    /// <summary>Inbox of the member inside the application and the portal.</summary>
    InApp,

    Sms,
    Whatsapp,

    /// <summary>Web push.</summary>
    Push,

    Slack,
    Discord,
    Webhook,
}
