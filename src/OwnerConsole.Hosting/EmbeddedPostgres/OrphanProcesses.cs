using System.Diagnostics;
using System.Globalization;

namespace OwnerConsole.Hosting.EmbeddedPostgres;

/// <summary>Finds processes that still work in a cluster's directory: every child of a postmaster changes into it, and a busy one outlives its parent.</summary>
internal static class OrphanProcesses
{
    public static IReadOnlyList<int> In(string cluster) =>
        Directory
            .GetDirectories("/proc")
            .Select(path => int.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : 0)
            .Where(pid => pid != 0 && WorksIn(pid) == cluster)
            .ToList();

    /// <summary>Ends the processes first, because a new postmaster would find their shared memory in use for as long as their statements run.</summary>
    public static async Task Quit(string cluster, CancellationToken stop)
    {
        var waited = Stopwatch.StartNew();
        while (In(cluster) is { Count: > 0 } left)
        {
            if (waited.Elapsed > TimeSpan.FromSeconds(30))
                throw new ClusterException(
                    $"Processes {string.Join(", ", left)} of a previous database in {cluster} do not exit. Stop them manually and start again."
                );
            foreach (var pid in left)
                Posix.Signal(pid, Posix.Quit);
            await Task.Delay(100, stop);
        }
    }

    private static string? WorksIn(int pid)
    {
        try
        {
            return new FileInfo($"/proc/{pid}/cwd").LinkTarget;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
