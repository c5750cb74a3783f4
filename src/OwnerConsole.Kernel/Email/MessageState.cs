namespace OwnerConsole.Kernel.Email;

/// <summary>Delivery state of a message on a channel.</summary>
public enum MessageState
{
    /// <summary>Queued, or waiting for its next attempt.</summary>
    Waiting,

    /// <summary>Accepted by the service.</summary>
    Sent,

    /// <summary>The service reported that the recipient's device received it.</summary>
    Delivered,

    /// <summary>Refused by the service, or failed after all attempts.</summary>
    Failed,

    /// <summary>The service accepted it but couldn't deliver it.</summary>
    Undelivered,

    /// <summary>Skipped, for example because the recipient opted out or has no phone number.</summary>
    NotSent,
}
