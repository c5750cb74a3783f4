namespace OwnerConsole.Kernel.Backups;

/// <summary>Who makes the backups of this database.</summary>
/// <param name="Engine">null where the console makes none</param>
public sealed record BackupHome(IBackupEngine? Engine, NoBackups Otherwise = NoBackups.Elsewhere)
{
    /// <summary>The console makes them by itself, on its schedule; false where somebody only wants to be able to.</summary>
    public bool IsKept { get; init; } = true;
}

/// <summary>Why the console makes no backups.</summary>
public enum NoBackups
{
    /// <summary>The database is the owner's own PostgreSQL, whose operator makes them.</summary>
    Elsewhere,

    /// <summary>The bundled database has no program for it.</summary>
    Bundled,

    /// <summary>Switched off: OWNER_CONSOLE_BACKUPS=off.</summary>
    Off,
}
