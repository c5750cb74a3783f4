using OwnerConsole.EmbeddedPostgres;

namespace OwnerConsole.Checkups;

/// <summary>The private database from outside: who runs it, how it ended last, whether it notices a disk that lies.</summary>
internal sealed class ClusterCheckup : ICheckup
{
    public string Name => "instance";

    public async Task<IReadOnlyList<Finding>> Look(Machine machine, CancellationToken stop)
    {
        if (!machine.IsPrivate || !machine.IsBorn)
            return [];
        var told = await Control(machine, stop);
        var left = machine.IsRunning ? [] : Orphans.In(machine.Cluster);
        return
        [
            machine.IsRunning ? Finding.Ok(Name, "A console runs with this data.")
            : left.Count > 0
                ? Finding.Warning(
                    Name,
                    $"The console ended and left its database running ({left.Count} processes).",
                    "The next start takes it over; nothing is lost."
                )
            : told?["Database cluster state"] is { } state && !state.StartsWith("shut down", StringComparison.Ordinal)
                ? Finding.Warning(
                    Name,
                    $"No console runs, and the database was not stopped ({state}).",
                    "The next start recovers it by itself; everything acknowledged is there."
                )
            : Finding.Ok(Name, "No console runs; the database was stopped cleanly."),
            told is null
                ? Finding.Warning("checksums", "pg_controldata is missing, so what the data says of itself can't be read.", "apt-get install -y postgresql")
            : told["Data page checksum version"] is "0" or null
                ? Finding.Warning(
                    "checksums",
                    "Pages have no checksums: a disk that lies is not noticed.",
                    "Move the data into a new database: docs/runbooks/database.md"
                )
            : Finding.Ok("checksums", "Every page has a checksum, so a disk that lies is noticed."),
        ];
    }

    /// <returns>what pg_controldata says, by its words; null when there is no such program</returns>
    private static async Task<ControlData?> Control(Machine machine, CancellationToken stop)
    {
        var binaries = await Binaries.Find(Birth.Major(machine.Cluster), stop);
        var program = Path.Combine(binaries.Directory, "pg_controldata");
        if (!File.Exists(program))
            return null;
        string[] command = [.. Account.Choose(say: null)?.Prefix ?? [], program, "-D", machine.Cluster];
        var run = await ProgramRun.Capture(command, stop);
        return run.Ok ? new(run.Out) : throw new ClusterException($"pg_controldata can't read {machine.Cluster}: {run.Complaint}");
    }

    private sealed class ControlData(string text)
    {
        private readonly Dictionary<string, string> _lines = text.Split('\n')
            .Select(line => line.Split(':', 2))
            .Where(parts => parts.Length == 2)
            .ToDictionary(parts => parts[0], parts => parts[1].Trim(), StringComparer.Ordinal);

        public string? this[string word] => _lines.GetValueOrDefault(word);
    }
}
