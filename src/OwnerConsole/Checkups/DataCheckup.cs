using OwnerConsole.EmbeddedPostgres;

namespace OwnerConsole.Checkups;

/// <summary>The data directory: whether it is there, whose it is, who can look into it, and what it lies on.</summary>
internal sealed class DataCheckup : ICheckup
{
    private static readonly string[] OverTheNetwork = ["nfs", "nfs4", "cifs", "smb3", "9p", "fuse.sshfs"];

    public string Name => "data";

    public async Task<IReadOnlyList<Finding>> Look(Machine machine, CancellationToken stop)
    {
        if (!machine.IsPrivate)
            return [];
        if (!machine.IsBorn)
            return
            [
                Finding.Warning(
                    Name,
                    $"There is no data in {machine.Here.Data} yet.",
                    "The first start makes it. If there should be some, say with OWNER_CONSOLE_DATA where."
                ),
            ];
        return [await Owner(machine, stop), .. Mode(machine), LiesOn(machine)];
    }

    private async Task<Finding> Owner(Machine machine, CancellationToken stop)
    {
        var told = await ProgramRun.Capture(["stat", "-c", "%u %U", machine.Cluster], stop);
        var expected = Account.Choose(say: null)?.User ?? Posix.Me;
        return told.Out.Trim().Split(' ') is [var number, var name] && number != expected.ToString(System.Globalization.CultureInfo.InvariantCulture)
            ? Finding.Problem(
                Name,
                $"{machine.Cluster} belongs to {name} ({number}), but the database would run as user {expected}.",
                $"Start the console as it was started before, or give the directory away, with the console stopped: chown -R {expected} {machine.Cluster}"
            )
            : Finding.Ok(Name, $"{machine.Cluster} belongs to the database's account.");
    }

    private IEnumerable<Finding> Mode(Machine machine)
    {
        const UnixFileMode others =
            UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
        const UnixFileMode listed = others & ~UnixFileMode.OtherExecute;
        if ((File.GetUnixFileMode(machine.Here.Data) & listed) != UnixFileMode.None)
            yield return Finding.Problem(Name, $"Others on this machine can look into {machine.Here.Data}.", $"chmod go-rw {machine.Here.Data}");
        foreach (var directory in new[] { machine.Cluster, Path.Combine(machine.Here.Data, "secrets") }.Where(Directory.Exists))
        {
            if ((File.GetUnixFileMode(directory) & others) != UnixFileMode.None)
                yield return Finding.Problem(Name, $"Others on this machine can look into {directory}.", $"chmod 700 {directory}");
        }
    }

    private Finding LiesOn(Machine machine)
    {
        var mount = Mount.Of(machine.Cluster);
        if (OverTheNetwork.Contains(mount.Kind, StringComparer.Ordinal))
            return Finding.Warning(
                Name,
                $"It lies on {mount.Kind}, a file system over the network.",
                "PostgreSQL is safe on a disk of the machine's own; move the data there."
            );
        if (mount.Kind is "overlay" or "tmpfs")
            return Finding.Problem(
                Name,
                $"It lies on {mount.Kind}: it is gone with the container or the machine's next start.",
                "Put OWNER_CONSOLE_DATA on a volume."
            );
        return Finding.Ok(Name, $"It lies on {mount.Kind} at {mount.Point}.");
    }
}
