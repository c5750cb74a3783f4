using System.Globalization;

namespace OwnerConsole.Hosting.Checkups;

/// <summary>A mounted file system from <c>/proc/self/mountinfo</c>.</summary>
/// <param name="Point">Directory where it is mounted.</param>
/// <param name="Kind">Type of file system, such as ext4.</param>
/// <param name="Device">major:minor of the block device; virtual file systems have none.</param>
internal sealed record Mount(string Point, string Kind, string Device)
{
    /// <returns>The file system that contains a path. The path need not exist.</returns>
    public static Mount Of(string path)
    {
        var real = EmbeddedPostgres.Posix.Real(path) + "/";
        return File.ReadLines("/proc/self/mountinfo")
            .Select(Read)
            .Where(mount => real.StartsWith(mount.Point.TrimEnd('/') + "/", StringComparison.Ordinal))
            .Aggregate((longest, mount) => mount.Point.Length >= longest.Point.Length ? mount : longest);
    }

    /// <summary>True if data is encrypted before it is written to the disk.</summary>
    /// <returns>Null if this can't be determined.</returns>
    public bool? IsEncrypted =>
        Kind is "ecryptfs" or "fuse.gocryptfs" or "fuse.encfs" ? true
        : Directory.Exists(Block(Device)) ? IsCrypt(Block(Device))
        : null;

    private static string Block(string device) => "/sys/dev/block/" + device;

    /// <summary>Checks the device mapper and the devices below it, such as LVM over LUKS.</summary>
    private static bool IsCrypt(string block)
    {
        var name = Path.Combine(block, "dm", "uuid");
        if (File.Exists(name) && File.ReadAllText(name).StartsWith("CRYPT-", StringComparison.Ordinal))
            return true;
        var beneath = Path.Combine(block, "slaves");
        return Directory.Exists(beneath) && Directory.GetFileSystemEntries(beneath) is { Length: > 0 } slaves && slaves.All(IsCrypt);
    }

    // 36 35 98:0 /root /point rw,noatime master:1 - ext4 /dev/sda rw; a space in a path is written \040
    private static Mount Read(string line)
    {
        var fields = line.Split(' ');
        var kind = fields[Array.IndexOf(fields, "-") + 1];
        return new(Plain(fields[4]), kind, fields[2]);
    }

    private static string Plain(string path)
    {
        foreach (var code in new[] { "\\040", "\\011", "\\012", "\\134" })
            path = path.Replace(code, ((char)Convert.ToInt32(code[1..], 8)).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        return path;
    }
}
