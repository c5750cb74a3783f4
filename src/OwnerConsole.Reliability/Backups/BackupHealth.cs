namespace OwnerConsole.Reliability.Backups;

/// <summary>The overall state of backups.</summary>
public enum BackupHealth
{
    /// <summary>The console does not create backups of this database.</summary>
    NotHere,

    /// <summary>The database was restored and not released yet, so no backups are created.</summary>
    Held,

    /// <summary>No backup has been verified yet.</summary>
    NotYet,

    /// <summary>The last backup was verified by a restore, and all changes since are stored.</summary>
    Green,

    Red,
}
