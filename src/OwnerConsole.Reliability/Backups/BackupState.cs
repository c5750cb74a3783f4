namespace OwnerConsole.Reliability.Backups;

/// <summary>The state of a backup.</summary>
public enum BackupState
{
    /// <summary>Requested; it starts when no other backup is running.</summary>
    Requested,

    Creating,

    /// <summary>Stored, and being restored next to the live database for verification.</summary>
    Verifying,

    /// <summary>Verified by a successful restore.</summary>
    Verified,

    /// <summary>Could not be created or restored.</summary>
    Failed,
}
