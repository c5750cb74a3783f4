using OwnerConsole.Hosting.EmbeddedPostgres;
using OwnerConsole.Hosting.Installations;

namespace OwnerConsole.Hosting.Checkups;

/// <summary>Checks the data directory: existence, owner, permissions and file system.</summary>
internal sealed class DataCheckup : ICheckup
{
    private static readonly string[] OverTheNetwork = ["nfs", "nfs4", "cifs", "smb3", "9p", "fuse.sshfs"];

    public string Name => "data";

    public async Task<IReadOnlyList<Finding>> Check(CheckupTarget machine, CancellationToken stop)
    {
        if (!machine.IsPrivate)
            return [];
        if (!machine.IsInitialized)
            return
            [
                Finding.Warning(
                    Name,
                    $"There is no data in {machine.Installation.Data} yet.",
                    "The first start creates it. If your data is elsewhere, set OWNER_CONSOLE_DATA."
                ),
            ];
        return [await Owner(machine, stop), .. Mode(machine), LiesOn(machine)];
    }

    private async Task<Finding> Owner(CheckupTarget machine, CancellationToken stop)
    {
        var told = await ProgramRun.Capture(["stat", "-c", "%u %U", machine.Cluster], stop);
        var expected = SystemAccount.Choose(say: null)?.User ?? Posix.Me;
        return told.Out.Trim().Split(' ') is [var number, var name] && number != expected.ToString(System.Globalization.CultureInfo.InvariantCulture)
            ? Finding.Problem(
                Name,
                $"{machine.Cluster} belongs to {name} ({number}), but the database would run as user {expected}.",
                $"Start the console as before, or stop it and change the owner: chown -R {expected} {machine.Cluster}"
            )
            : Finding.Ok(Name, $"{machine.Cluster} belongs to the database's account.");
    }

    private IEnumerable<Finding> Mode(CheckupTarget machine)
    {
        const UnixFileMode others =
            UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
        const UnixFileMode listed = others & ~UnixFileMode.OtherExecute;
        if ((File.GetUnixFileMode(machine.Installation.Data) & listed) != UnixFileMode.None)
            yield return Finding.Problem(
                Name,
                $"Other users of this machine can read {machine.Installation.Data}.",
                $"chmod go-rw {machine.Installation.Data}"
            );
        foreach (var directory in new[] { machine.Cluster, Path.Combine(machine.Installation.Data, "secrets") }.Where(Directory.Exists))
        {
            if ((File.GetUnixFileMode(directory) & others) != UnixFileMode.None)
                yield return Finding.Problem(Name, $"Other users of this machine can read {directory}.", $"chmod 700 {directory}");
        }
    }

    private Finding LiesOn(CheckupTarget machine)
    {
        var mount = Mount.Of(machine.Cluster);
        if (OverTheNetwork.Contains(mount.Kind, StringComparer.Ordinal))
            return Finding.Warning(
                Name,
                $"The data directory is on {mount.Kind}, a network file system.",
                "PostgreSQL needs a local disk; move the data there."
            );
        if (mount.Kind is "overlay" or "tmpfs")
            return Finding.Problem(
                Name,
                $"The data directory is on {mount.Kind}, which is lost when the container or machine restarts.",
                "Put OWNER_CONSOLE_DATA on a volume."
            );
        return Finding.Ok(Name, $"The data directory is on {mount.Kind} at {mount.Point}.");
    }
}
