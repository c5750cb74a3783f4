namespace OwnerConsole.Reliability.Backups;

/// <summary>Whether the database can be lost, in one word.</summary>
public enum BackupHealth
{
    /// <summary>The console makes none: somebody else does, or nobody.</summary>
    NotHere,

    /// <summary>The database was restored and not released; nothing is backed up until then.</summary>
    Held,

    /// <summary>The first is still to come.</summary>
    NotYet,

    /// <summary>The last backup was restored on trial, and everything since is stored.</summary>
    Green,

    Red,
}
