namespace OwnerConsole.Reliability.Backups;

/// <summary>What became of a backup.</summary>
public enum BackupState
{
    /// <summary>It is made as soon as none other is.</summary>
    Asked,

    Making,

    /// <summary>It is stored, and is being restored beside the database.</summary>
    Trying,

    /// <summary>A restore of it went well.</summary>
    Good,

    /// <summary>It could not be made, or not be restored.</summary>
    Failed,
}
