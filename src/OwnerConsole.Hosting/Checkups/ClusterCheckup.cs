using OwnerConsole.Hosting.EmbeddedPostgres;

namespace OwnerConsole.Hosting.Checkups;

/// <summary>Inspects the embedded database from outside: whether it runs, how it was stopped, and whether page checksums are on.</summary>
internal sealed class ClusterCheckup : ICheckup
{
    public string Name => "instance";

    public async Task<IReadOnlyList<Finding>> Check(CheckupTarget machine, CancellationToken stop)
    {
        if (!machine.IsPrivate || !machine.IsInitialized)
            return [];
        var told = await Control(machine, stop);
        var left = machine.IsRunning ? [] : OrphanProcesses.In(machine.Cluster);
        return
        [
            machine.IsRunning ? Finding.Ok(Name, "A console is running with this data.")
            : left.Count > 0
                ? Finding.Warning(
                    Name,
                    $"The console ended without stopping its database ({left.Count} processes).",
                    "The next start takes it over; no data is lost."
                )
            : told?["Database cluster state"] is { } state && !state.StartsWith("shut down", StringComparison.Ordinal)
                ? Finding.Warning(
                    Name,
                    $"No console is running, and the database was not shut down cleanly ({state}).",
                    "The next start recovers it automatically; no acknowledged data is lost."
                )
            : Finding.Ok(Name, "No console is running; the database was shut down cleanly."),
            told is null ? Finding.Warning("checksums", "pg_controldata is missing, so checksums can't be checked.", "apt-get install -y postgresql")
            : told["Data page checksum version"] is "0" or null
                ? Finding.Warning(
                    "checksums",
                    "Pages have no checksums: silent disk corruption is not detected.",
                    "Move the data to a new database: docs/guides/database.md"
                )
            : Finding.Ok("checksums", "Every page has a checksum, so disk corruption is detected."),
        ];
    }

    /// <returns>The values that pg_controldata prints; null if the program is not installed.</returns>
    private static async Task<ControlData?> Control(CheckupTarget machine, CancellationToken stop)
    {
        var binaries = await Binaries.Find(ClusterInitializer.Major(machine.Cluster), stop);
        var program = Path.Combine(binaries.Directory, "pg_controldata");
        if (!File.Exists(program))
            return null;
        string[] command = [.. SystemAccount.Choose(say: null)?.Prefix ?? [], program, "-D", machine.Cluster];
        var run = await ProgramRun.Capture(command, stop);
        return run.Ok ? new(run.Out) : throw new ClusterException($"pg_controldata can't read {machine.Cluster}: {run.ErrorText}");
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
