namespace OwnerConsole.Kernel.Email;

/// <summary>What a service reported about an email.</summary>
public enum EmailReportKind
{
    Delivered,

    /// <summary>The recipient's server deferred it, and the service tries again.</summary>
    Delayed,

    /// <summary>Not delivered for a reason that can pass, such as a full mailbox.</summary>
    SoftBounce,

    /// <summary>The recipient's server doesn't know the address or refuses it permanently.</summary>
    HardBounce,

    /// <summary>The recipient marked it as spam.</summary>
    Complaint,

    /// <summary>The service didn't send it.</summary>
    Failed,
}
