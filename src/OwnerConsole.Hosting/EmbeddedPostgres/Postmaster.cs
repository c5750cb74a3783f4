using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace OwnerConsole.Hosting.EmbeddedPostgres;

/// <summary>The server process: either started by us, or still running after a previous console crashed.</summary>
internal sealed class Postmaster
{
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(60);
    private readonly Process _process;
    private readonly DataDirectory _room;

    private Postmaster(Process process, DataDirectory room) => (_process, _room) = (process, room);

    public Task Ended => _process.WaitForExitAsync();

    public static async Task<Postmaster> Start(DataDirectory room, Binaries binaries, ClusterOptions options, string super, CancellationToken stop)
    {
        if (await Adopt(room, super, stop) is { } running)
        {
            options.Say?.Invoke("The database is still running because the last console exited unexpectedly; using it.");
            return running;
        }
        await OrphanProcesses.Quit(room.Cluster, stop);
        // We hold the lock and no process uses the directory. After a crash, the pid in this file could belong to another program by now.
        File.Delete(Path.Combine(room.Cluster, "postmaster.pid"));
        foreach (var stale in Directory.GetFiles(room.Sockets, ".s.PGSQL.*"))
            File.Delete(stale);
        if (File.Exists(room.Log) && new FileInfo(room.Log).Length > 10_000_000)
            File.Move(room.Log, room.Log + ".1", overwrite: true);

        var postmaster = new Postmaster(Launch(room, binaries, options), room);
        try
        {
            await postmaster.Ready(super, options.StartTimeout, stop);
            return postmaster;
        }
        catch
        {
            await postmaster.Stop();
            throw;
        }
    }

    /// <summary>Sends SIGINT, which ends sessions and writes a checkpoint. SIGTERM would wait for all clients to disconnect.</summary>
    public async Task Stop()
    {
        if (_process.HasExited)
            return;
        Posix.Signal(_process.Id, Posix.Interrupt);
        try
        {
            await Ended.WaitAsync(StopTimeout);
        }
        catch (TimeoutException)
        {
            Posix.Signal(_process.Id, Posix.Quit);
            await Ended;
        }
    }

    private static async Task<Postmaster?> Adopt(DataDirectory room, string super, CancellationToken stop)
    {
        var file = Path.Combine(room.Cluster, "postmaster.pid");
        if (!File.Exists(file) || !int.TryParse(File.ReadLines(file).FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var pid))
            return null;
        if (!OrphanProcesses.In(room.Cluster).Contains(pid))
            return null;
        try
        {
            await using var connection = new NpgsqlConnection(super);
            await connection.OpenAsync(stop);
            await using var where = new NpgsqlCommand("show data_directory", connection);
            return Posix.Real((string)(await where.ExecuteScalarAsync(stop))!) == room.Cluster ? new(Process.GetProcessById(pid), room) : null;
        }
        catch (Exception unfit) when (unfit is NpgsqlException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Starts the server in its own session, so that Ctrl-C in the terminal doesn't reach it: the web server must stop first.</summary>
    private static Process Launch(DataDirectory room, Binaries binaries, ClusterOptions options)
    {
        PrivateFile.Touch(room.Log); // failed statements are logged there, including their values
        string[] words =
        [
            "-c",
            "log=$0; exec \"$@\" >>\"$log\" 2>&1 </dev/null",
            room.Log,
            "setsid",
            .. room.Account?.Prefix ?? [],
            binaries.Postgres,
            "-D",
            room.Cluster,
            "-k",
            room.Sockets,
            .. ServerSettings.Of(options, room).SelectMany(setting => new[] { "-c", setting }),
        ];
        return Process.Start(new ProcessStartInfo("/bin/sh", words) { WorkingDirectory = "/", Environment = { ["LC_ALL"] = "C" } })!;
    }

    /// <summary>Waits for a successful connection. The pid file can still say ready from a previous run.</summary>
    private async Task Ready(string super, TimeSpan patience, CancellationToken stop)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                await using var connection = new NpgsqlConnection(super);
                await connection.OpenAsync(stop);
                await using var ask = new NpgsqlCommand("select 1", connection);
                await ask.ExecuteScalarAsync(stop);
                return;
            }
            catch (NpgsqlException notYet)
            {
                if (_process.HasExited)
                    throw new ClusterException($"The database did not start: {ReadLogTail()} (more in {_room.Log})");
                if (
                    notYet
                    is PostgresException { SqlState: PostgresErrorCodes.InvalidPassword }
                        or PostgresException { SqlState: PostgresErrorCodes.InvalidAuthorizationSpecification }
                )
                    throw new ClusterException(
                        $"The database in {_room.Cluster} rejects our password, because its secrets folder belongs to another database. Restore both from the same copy."
                    );
                if (waited.Elapsed > patience)
                    throw new ClusterException($"The database did not respond within {patience.TotalSeconds:0} s: {notYet.Message} (more in {_room.Log})");
                // Each attempt adds a line to the server's log, so the interval grows with the waiting time: a recovery can take hours.
                await Task.Delay(TimeSpan.FromMilliseconds(Math.Clamp(waited.ElapsedMilliseconds / 50, 20, 1000)), stop);
            }
        }
    }

    private string ReadLogTail() =>
        File.ReadLines(_room.Log)
            .Where(line => !line.Contains("the database system is ", StringComparison.Ordinal)) // the standard reply to connections before startup has finished
            .TakeLast(20)
            .LastOrDefault(line => line.Contains("FATAL", StringComparison.Ordinal) || line.Contains("error", StringComparison.OrdinalIgnoreCase))
        ?? "no reason given";
}
