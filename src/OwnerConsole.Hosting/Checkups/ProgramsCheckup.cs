using System.Runtime.InteropServices;
using OwnerConsole.Hosting.EmbeddedPostgres;

namespace OwnerConsole.Hosting.Checkups;

/// <summary>Checks the operating system and the installed PostgreSQL programs.</summary>
internal sealed class ProgramsCheckup : ICheckup
{
    public string Name => "programs";

    public async Task<IReadOnlyList<Finding>> Check(CheckupTarget machine, CancellationToken stop)
    {
        var system = $"{RuntimeInformation.OSDescription.Split('#')[0].Trim()}, {RuntimeInformation.FrameworkDescription}";
        var found = new List<Finding>
        {
            OperatingSystem.IsLinux()
                ? Finding.Ok(Name, system)
                : Finding.Warning(Name, system, "The console is built for Linux. On other systems, use an external PostgreSQL server (ConnectionStrings__…)."),
        };
        if (!machine.IsPrivate)
            return found;
        foreach (var tool in Environment.IsPrivilegedProcess ? new[] { "sh", "setsid", "setpriv" } : ["sh", "setsid"])
        {
            if (!(await ProgramRun.Capture(["sh", "-c", "command -v " + tool], stop)).Ok)
                found.Add(Finding.Problem(Name, $"{tool} is missing.", "Install it: apt-get install -y util-linux"));
        }
        var data = machine.IsInitialized ? ClusterInitializer.Major(machine.Cluster) : null;
        var binaries = await Binaries.Find(data, stop);
        found.Add(
            data is not null && data != binaries.Major ? Unfit(data.Value, binaries)
            : binaries.Bundled ? Bundled(binaries)
            : Finding.Ok(Name, $"PostgreSQL {binaries.Major} in {binaries.Directory}{(data is null ? "" : ", which matches the data")}.")
        );
        return found;
    }

    private Finding Unfit(int data, Binaries binaries) =>
        Finding.Problem(
            Name,
            $"The data belongs to PostgreSQL {data}, but the programs in {binaries.Directory} are version {binaries.Major}.",
            $"Reinstall version {data} (apt-get install -y postgresql-{data}), or upgrade the data: docs/guides/database.md"
        );

    private Finding Bundled(Binaries binaries) =>
        Finding.Warning(
            Name,
            $"PostgreSQL {binaries.Major} from the npm package in {binaries.Directory} has no security updates and no backups.",
            "For production: apt-get install -y postgresql"
        );
}
