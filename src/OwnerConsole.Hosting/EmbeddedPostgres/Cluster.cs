using System.Diagnostics;
using Npgsql;
using OwnerConsole.Data;

namespace OwnerConsole.Hosting.EmbeddedPostgres;

/// <summary>An embedded PostgreSQL: reachable only through a socket in the data directory, without a port, and run by an unprivileged account.</summary>
public sealed class Cluster : IAsyncDisposable
{
    private const int WouldBlock = 11; // EAGAIN of flock
    private const int MaxRestarts = 4;
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);

    private readonly FileStream _lock;
    private readonly Func<CancellationToken, Task<Postmaster>> _start;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Ballast _ballast;
    private readonly Action<string>? _say;
    private Postmaster _postmaster;
    private Task _watch = Task.CompletedTask;

    private Cluster(
        FileStream held,
        Func<CancellationToken, Task<Postmaster>> start,
        Postmaster postmaster,
        Ballast ballast,
        string super,
        Connections connections,
        Action<string>? say
    ) => (_lock, _start, _postmaster, _ballast, Super, Connections, _say) = (held, start, postmaster, ballast, super, connections, say);

    public Connections Connections { get; }

    /// <summary>Connection string of the superuser role, for copies of whole databases only.</summary>
    public string Super { get; }

    /// <summary>Volume of the data, and whether it has free space.</summary>
    public Volume Volume => _ballast.Volume;

    /// <summary>Completes when the database is lost and could not be restarted.</summary>
    public Task Lost => _watch;

    /// <exception cref="ClusterException">The database can't start; the message contains the remedy.</exception>
    public static async Task<Cluster> Start(ClusterOptions options, CancellationToken stop = default)
    {
        try
        {
            Directory.CreateDirectory(options.Data);
            var held = AcquireLock(options.Data);
            try
            {
                return await Start(held, options, stop);
            }
            catch
            {
                await held.DisposeAsync();
                throw;
            }
        }
        catch (Exception full) when (full is IOException or ClusterException { ExitCode: not ClusterException.AnotherRuns } && IsFull(options.Data))
        {
            throw new ClusterException($"The disk is full: the database in {options.Data} can't start. Free up at least 100 MB and start again.");
        }
        catch (Exception refused) when (refused is UnauthorizedAccessException or IOException)
        {
            throw new ClusterException($"The data directory {options.Data} can't be used: {refused.Message} Set OWNER_CONSOLE_DATA to a usable directory.");
        }
    }

    /// <summary>Connections to the database that another process runs with the same data.</summary>
    public static async Task<Connections> Join(ClusterOptions options, CancellationToken stop = default)
    {
        var room = await DataDirectory.Open(options.Data, SystemAccount.Choose(say: null), options.Say, stop);
        return room.Connections(new RolePasswords(room.Data));
    }

    /// <summary>Stops the database and waits until it has written everything and exited.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stopping.IsCancellationRequested)
            return;
        await _stopping.CancelAsync();
        await _watch.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _postmaster.Stop();
        await _lock.DisposeAsync();
        _stopping.Dispose();
    }

    private static async Task<Cluster> Start(FileStream held, ClusterOptions options, CancellationToken stop)
    {
        var room = await DataDirectory.Open(options.Data, SystemAccount.Choose(options.Say), options.Say, stop);
        var binaries = await Binaries.Find(ClusterInitializer.Major(room.Cluster), stop);
        if (binaries.Bundled)
        {
            options = options with { Archive = false }; // without pg_basebackup there is no backup to replay it on
            options.Say?.Invoke("Bundled database: no security updates and no point-in-time recovery. For production: apt-get install -y postgresql");
        }
        var passwords = new RolePasswords(room.Data);
        await ClusterInitializer.Ensure(room, binaries, passwords.Of(DatabaseRoles.Super), options.Durable, stop);

        var super = new NpgsqlConnectionStringBuilder(room.ConnectionString(DatabaseRoles.Super, passwords, "postgres")) { Pooling = false }.ConnectionString;
        var ballast = new Ballast(Path.GetDirectoryName(room.Cluster)!, options.Ballast);
        Task<Postmaster> Again(CancellationToken token)
        {
            if (ballast.Release())
                options.Say?.Invoke("The disk is full; the reserved space was released for the database.");
            return Postmaster.Start(room, binaries, options, super, token);
        }

        var postmaster = await Again(stop);
        try
        {
            await SetUpRoles(super, passwords.Of, stop);
        }
        catch
        {
            await postmaster.Stop();
            throw;
        }
        ballast.Allocate();
        var cluster = new Cluster(held, Again, postmaster, ballast, super, room.Connections(passwords), options.Say);
        cluster._watch = cluster.Watch();
        return cluster;
    }

    private static async Task SetUpRoles(string super, Func<string, string> password, CancellationToken stop)
    {
        await using (var connection = new NpgsqlConnection(super))
        {
            await connection.OpenAsync(stop);
            await DatabaseRoles.Make(connection, password, stop);
        }
        await using var inside = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(super) { Database = DatabaseRoles.Database }.ConnectionString);
        await inside.OpenAsync(stop);
        await DatabaseRoles.Close(inside, stop);
    }

    private static bool IsFull(string data) => Directory.Exists(data) && !new Ballast(data, 0).HasRoom;

    /// <summary>Restarts the database when it exits unexpectedly. Gives up if it exits immediately four times in a row although the disk has space.</summary>
    private async Task Watch()
    {
        for (var atOnce = 0; ; )
        {
            var began = Stopwatch.GetTimestamp();
            await WaitForExit();
            atOnce = Stopwatch.GetElapsedTime(began) < AtOnce && _ballast.HasRoom ? atOnce + 1 : 0;
            if (atOnce == MaxRestarts)
                throw new ClusterException("The database exited immediately four times in a row. See postgres.log in the data directory.");
            _say?.Invoke("The database exited unexpectedly; restarting it.");
            for (var isBack = false; !isBack; )
            {
                try
                {
                    _postmaster = await _start(_stopping.Token);
                    isBack = true;
                }
                catch (ClusterException) when (!_ballast.HasRoom)
                {
                    _say?.Invoke($"The database can't start on a full disk; retrying when there is space on {Volume.Path}.");
                    while (!_ballast.HasRoom)
                        await Task.Delay(PollInterval, _stopping.Token);
                }
                catch (ClusterException) when (++atOnce < MaxRestarts)
                {
                    // It exited during startup, which counts as another immediate exit.
                }
            }
        }
    }

    /// <summary>Waits until the database exits. Meanwhile, reserves the ballast file again once there is space.</summary>
    private async Task WaitForExit()
    {
        for (var isDead = false; !isDead; )
        {
            try
            {
                await _postmaster.Ended.WaitAsync(PollInterval, _stopping.Token);
                isDead = true;
            }
            catch (TimeoutException)
            {
                _ballast.Allocate();
            }
        }
        _stopping.Token.ThrowIfCancellationRequested();
    }

    /// <summary>Takes a flock, which the system releases when the process ends; PostgreSQL's own lock file can outlive a crash.</summary>
    /// <exception cref="ClusterException">Another console runs with this data.</exception>
    internal static FileStream AcquireLock(string data)
    {
        try
        {
            return new(Path.Combine(data, "console.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException busy) when (busy.HResult == WouldBlock)
        {
            throw new ClusterException(
                $"Another console is already running with the data in {data}. Stop it first, or set OWNER_CONSOLE_DATA and PORT for a second one.",
                ClusterException.AnotherRuns
            );
        }
    }
}
