namespace OwnerConsole.Reliability.Backups;

/// <summary>The state of a backup.</summary>
public enum BackupState
{
    /// <summary>Requested; it starts when no other backup is running.</summary>
    Asked,

    Making,

    /// <summary>Stored, and being restored next to the live database for verification.</summary>
    Trying,

    /// <summary>Verified by a successful restore.</summary>
    Good,

    /// <summary>Could not be created or restored.</summary>
    Failed,
}
