namespace OwnerConsole.Kernel.Email;

/// <summary>Delivery state of an email.</summary>
public enum EmailState
{
    /// <summary>Queued, or waiting for the mail server to be available again.</summary>
    Waiting,

    /// <summary>Accepted by the mail server or the service.</summary>
    Sent,

    /// <summary>The service reported that the recipient's server accepted it.</summary>
    Delivered,

    /// <summary>Failed after all attempts; it can be retried.</summary>
    Failed,

    /// <summary>Rejected by the mail server, or reported by the service: the recipient is unknown or doesn't accept email.</summary>
    Bounced,

    /// <summary>The service reported that the recipient marked it as spam.</summary>
    Complained,

    /// <summary>Skipped: email is not set up, the recipient has no address, or the recipient is demo data.</summary>
    NotSent,
}
