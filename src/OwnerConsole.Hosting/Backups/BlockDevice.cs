namespace OwnerConsole.Hosting.Backups;

/// <summary>Finds the device that a folder is stored on.</summary>
internal static class BlockDevice
{
    private const string Mounts = "/proc/self/mountinfo";

    /// <param name="path">A full path. It doesn't have to exist yet.</param>
    /// <returns>Major and minor number of the device; null if the system doesn't list its mounts.</returns>
    /// <remarks>See proc_pid_mountinfo(5): mount id, parent id, device, root, mount point. The last mount of a folder hides earlier ones.</remarks>
    public static string? Of(string path) =>
        File.Exists(Mounts)
            ? File.ReadLines(Mounts)
                .Select(line => line.Split(' '))
                .Where(fields => fields.Length > 4 && IsBelow(path, fields[4].Replace("\\040", " ", StringComparison.Ordinal)))
                .Reverse()
                .MaxBy(fields => fields[4].Length)
                ?[2]
            : null;

    private static bool IsBelow(string path, string mount) =>
        mount == "/" || path == mount || path.StartsWith(mount + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
