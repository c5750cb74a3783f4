namespace OwnerConsole.Kernel.Backups;

/// <summary>Who makes the backups of this database.</summary>
/// <param name="Engine">null where the console makes none</param>
public sealed record BackupHome(IBackupEngine? Engine, NoBackups Otherwise = NoBackups.Elsewhere)
{
    /// <summary>The console makes them by itself, on its schedule; false where somebody only wants to be able to.</summary>
    public bool IsKept { get; init; } = true;

    /// <summary>Folders below which the team may have backups written. Anything else on the machine is its operator's.</summary>
    public IReadOnlyList<string> Roots { get; init; } = DefaultRoots;

    /// <summary>Where disks and network storage are mounted.</summary>
    public static readonly IReadOnlyList<string> DefaultRoots = ["/mnt", "/media", "/srv", "/backup", "/backups", "/var/backups"];

    /// <returns>whether backups may go to a folder: a full path without detours, in or below a root or the usual place</returns>
    public bool Allows(string folder) =>
        Path.IsPathRooted(folder)
        && !folder.Any(char.IsControl)
        && Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)) == Path.TrimEndingDirectorySeparator(folder)
        && Roots.Append(Engine?.Usual.Address ?? "").Where(Path.IsPathRooted).Any(root => IsBelow(folder, root));

    private static bool IsBelow(string folder, string root) =>
        folder == root || folder.StartsWith(Path.TrimEndingDirectorySeparator(root) + Path.DirectorySeparatorChar, StringComparison.Ordinal);
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
