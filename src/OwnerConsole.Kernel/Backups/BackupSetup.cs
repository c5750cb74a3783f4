namespace OwnerConsole.Kernel.Backups;

/// <summary>Describes how this database is backed up.</summary>
/// <param name="Engine">Null when the console makes no backups.</param>
public sealed record BackupSetup(IBackupEngine? Engine, BackupsDisabledReason DisabledReason = BackupsDisabledReason.Elsewhere)
{
    /// <summary>True when the console runs scheduled backups; false when backups are only made on request.</summary>
    public bool IsScheduled { get; init; } = true;

    /// <summary>Folders that team members can choose for backups. Other paths are reserved for the operator of the machine.</summary>
    public IReadOnlyList<string> Roots { get; init; } = DefaultRoots;

    /// <summary>Usual mount points of disks and network storage.</summary>
    public static readonly IReadOnlyList<string> DefaultRoots = ["/mnt", "/media", "/srv", "/backup", "/backups", "/var/backups"];

    /// <returns>True when backups can be written to the folder: a full, normalized path in or below a root or the default location.</returns>
    public bool Allows(string folder) =>
        Path.IsPathRooted(folder)
        && !folder.Any(char.IsControl)
        && Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)) == Path.TrimEndingDirectorySeparator(folder)
        && Roots.Append(Engine?.DefaultLocation.Address ?? "").Where(Path.IsPathRooted).Any(root => IsBelow(folder, root));

    private static bool IsBelow(string folder, string root) =>
        folder == root || folder.StartsWith(Path.TrimEndingDirectorySeparator(root) + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}

/// <summary>Reason why the console makes no backups.</summary>
public enum BackupsDisabledReason
{
    /// <summary>The database is an external PostgreSQL, which its operator backs up.</summary>
    Elsewhere,

    /// <summary>The bundled database lacks the backup program.</summary>
    Bundled,

    /// <summary>Turned off with OWNER_CONSOLE_BACKUPS=off.</summary>
    Off,
}
