namespace OwnerConsole.Messaging.Broadcasts;

/// <summary>How far a broadcast is.</summary>
public enum BroadcastState
{
    /// <summary>Can be changed; nothing is sent.</summary>
    Draft,

    /// <summary>Waits for its time.</summary>
    Scheduled,

    Sending,

    /// <summary>No message is waiting any more.</summary>
    Sent,

    /// <summary>A person stopped it before all messages were sent.</summary>
    Stopped,

    /// <summary>Not a single message could be delivered.</summary>
    Failed,
}

/// <summary>What a broadcast is about. Recipients can switch off each kind.</summary>
public enum BroadcastKind
{
    Announcement,
    FeatureUpdate,
    SystemAlert,
}

/// <summary>What became of a recipient on a channel.</summary>
public enum RecipientState
{
    /// <summary>The message is waiting.</summary>
    Queued,

    /// <summary>Accepted by the mail server or the service, or shown in the member's inbox.</summary>
    Sent,

    /// <summary>The service reported that the recipient's server or phone received it.</summary>
    Delivered,

    /// <summary>The mail server refused it after all attempts.</summary>
    Failed,

    /// <summary>The mail server doesn't know the recipient, or the recipient doesn't accept email.</summary>
    Bounced,

    /// <summary>Not sent, for example because the member left in the meantime.</summary>
    Skipped,

    /// <summary>The broadcast was stopped before it was sent.</summary>
    Stopped,

    /// <summary>Not selected for this channel, for example because the member opted out.</summary>
    Excluded,
}

/// <summary>Recipients that can be listed and counted together: those in a state, and those who reacted.</summary>
public enum RecipientGroup
{
    Queued,

    /// <summary>Sent, including those that were delivered.</summary>
    Sent,

    Delivered,
    Failed,
    Bounced,
    Skipped,
    Stopped,
    Excluded,

    /// <summary>Opened the email, or read the notification.</summary>
    Opened,

    /// <summary>Followed a link.</summary>
    Clicked,

    /// <summary>Excluded, because the address or phone number is suppressed.</summary>
    Suppressed,
}
