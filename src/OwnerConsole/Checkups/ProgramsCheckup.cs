using System.Runtime.InteropServices;
using OwnerConsole.EmbeddedPostgres;

namespace OwnerConsole.Checkups;

/// <summary>The system, and PostgreSQL's programs on it.</summary>
internal sealed class ProgramsCheckup : ICheckup
{
    public string Name => "programs";

    public async Task<IReadOnlyList<Finding>> Look(Machine machine, CancellationToken stop)
    {
        var system = $"{RuntimeInformation.OSDescription.Split('#')[0].Trim()}, {RuntimeInformation.FrameworkDescription}";
        var found = new List<Finding>
        {
            OperatingSystem.IsLinux()
                ? Finding.Ok(Name, system)
                : Finding.Warning(Name, system, "The console is made for Linux; elsewhere give it a PostgreSQL of your own (ConnectionStrings__…)."),
        };
        if (!machine.IsPrivate)
            return found;
        foreach (var tool in Environment.IsPrivilegedProcess ? new[] { "sh", "setsid", "setpriv" } : ["sh", "setsid"])
        {
            if (!(await ProgramRun.Capture(["sh", "-c", "command -v " + tool], stop)).Ok)
                found.Add(Finding.Problem(Name, $"{tool} is missing.", "Install it: apt-get install -y util-linux"));
        }
        var data = machine.IsBorn ? Birth.Major(machine.Cluster) : null;
        var binaries = await Binaries.Find(data, stop);
        found.Add(
            data is not null && data != binaries.Major ? Unfit(data.Value, binaries)
            : binaries.Bundled ? Bundled(binaries)
            : Finding.Ok(Name, $"PostgreSQL {binaries.Major} in {binaries.Directory}{(data is null ? "" : ", as the data wants it")}.")
        );
        return found;
    }

    private Finding Unfit(int data, Binaries binaries) =>
        Finding.Problem(
            Name,
            $"The data is PostgreSQL {data}'s, the programs in {binaries.Directory} are {binaries.Major}'s.",
            $"Install {data} again (apt-get install -y postgresql-{data}), or move the data on: docs/runbooks/database.md, Another version."
        );

    private Finding Bundled(Binaries binaries) =>
        Finding.Warning(
            Name,
            $"PostgreSQL {binaries.Major} of the npm package in {binaries.Directory}: no security updates, no backups.",
            "For real use: apt-get install -y postgresql"
        );
}
