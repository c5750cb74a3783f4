namespace OwnerConsole.Messaging.Preferences;

/// <summary>Why an address receives no messages.</summary>
public enum SuppressionReason
{
    /// <summary>The recipient's server doesn't know the address or refuses it permanently.</summary>
    HardBounce,

    /// <summary>The recipient marked a message as spam.</summary>
    Complaint,

    /// <summary>Someone of the team suppressed it.</summary>
    Manual,

    /// <summary>The recipient replied STOP to a message.</summary>
    Unsubscribed,
}
