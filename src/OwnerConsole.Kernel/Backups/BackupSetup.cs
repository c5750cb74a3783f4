namespace OwnerConsole.Kernel.Backups;

/// <summary>Describes how this database is backed up.</summary>
/// <param name="Engine">Null when the console makes no backups.</param>
public sealed record BackupSetup(IBackupEngine? Engine, BackupsDisabledReason DisabledReason = BackupsDisabledReason.Elsewhere)
{
    /// <summary>True when the console runs scheduled backups; false when backups are only made on request.</summary>
    public bool IsScheduled { get; init; } = true;

    /// <summary>Time after which storing the finished segments of the write-ahead log has failed. It is enough for a full segment at 30 kB/s.</summary>
    public TimeSpan ShippingTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Folders that team members can choose for backups. Other paths are reserved for the operator of the machine.</summary>
    public IReadOnlyList<string> Roots { get; init; } = DefaultRoots;

    /// <summary>Resolves the symbolic links of an existing path.</summary>
    public Func<string, string> RealPath { get; init; } = path => path;

    /// <summary>Usual mount points of disks and network storage.</summary>
    public static readonly IReadOnlyList<string> DefaultRoots = ["/mnt", "/media", "/srv", "/backup", "/backups", "/var/backups"];

    /// <returns>True when backups can be written to the folder: a full, normalized path in or below a root or the default location, also after its symbolic links are resolved.</returns>
    public bool Allows(string folder) =>
        Path.IsPathRooted(folder)
        && !folder.Any(char.IsControl)
        && Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)) == Path.TrimEndingDirectorySeparator(folder)
        && Roots
            .Append(Engine?.DefaultLocation.Address ?? "")
            .Where(Path.IsPathRooted)
            .Any(root => IsBelow(folder, root) && IsBelow(Resolve(folder), Resolve(root)));

    /// <returns>The path without symbolic links; "" if one of them leads nowhere.</returns>
    private string Resolve(string path) =>
        Directory.Exists(path) ? RealPath(path)
        : new FileInfo(path).LinkTarget is not null ? ""
        : Path.GetDirectoryName(path) is { } parent && Resolve(parent) is { Length: > 0 } real ? Path.Combine(real, Path.GetFileName(path))
        : "";

    private static bool IsBelow(string folder, string root) =>
        folder == root || folder.StartsWith(Path.TrimEndingDirectorySeparator(root) + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}

/// <summary>Reason why the console makes no backups.</summary>
public enum BackupsDisabledReason
{
    /// <summary>The database is an external PostgreSQL server, which its operator backs up.</summary>
    Elsewhere,

    /// <summary>The bundled database lacks the backup program.</summary>
    Bundled,

    /// <summary>Turned off with OWNER_CONSOLE_BACKUPS=off.</summary>
    Off,
}
