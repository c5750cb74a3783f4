using OwnerConsole.Kernel.Email;

namespace OwnerConsole.Messaging.Preferences.Public;

/// <summary>What decides who receives a message.</summary>
/// <param name="Topic">Key of the topic that recipients can switch off.</param>
/// <param name="IsUrgent">Whether it is sent in quiet hours and beyond the message limit.</param>
public sealed record MessageRules(string Topic, MessageChannel Channel, bool IsUrgent)
{
    /// <summary>Whether it belongs to a message that the recipients received, such as a correction. The message limit doesn't apply to it.</summary>
    public bool IsFollowUp { get; init; }

    /// <summary>When it is sent; null for now.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Whether the time is that of each recipient's time zone.</summary>
    public bool InLocalTime { get; init; }

    /// <summary>Configured channel of web push whose subscribed browsers receive it; null for other channels.</summary>
    public string? PushChannel { get; init; }

    internal bool IsByPhone => Channel is MessageChannel.Sms or MessageChannel.Whatsapp;

    internal bool HasAddress => Channel is MessageChannel.Email || IsByPhone;
}
