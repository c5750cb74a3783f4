using System.Diagnostics;
using Npgsql;
using OwnerConsole.Kernel.Data;

namespace OwnerConsole.EmbeddedPostgres;

/// <summary>A PostgreSQL of our own: reached over a socket in the data directory, no port, run by an account without rights.</summary>
public sealed class Cluster : IAsyncDisposable
{
    private const int Held = 11; // EAGAIN of flock
    private const int Deaths = 4;
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

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

    /// <summary>The role that made it: for clones and copies of whole databases, never for the product's work.</summary>
    public string Super { get; }

    /// <summary>Where its files lie, and with them whether there is room for more.</summary>
    public Volume Volume => _ballast.Volume;

    /// <summary>Ends when the database is gone and could not be brought back.</summary>
    public Task Lost => _watch;

    /// <exception cref="ClusterException">with one line that says what to do</exception>
    public static async Task<Cluster> Start(ClusterOptions options, CancellationToken stop = default)
    {
        try
        {
            Directory.CreateDirectory(options.Data);
            var held = Hold(options.Data);
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
            throw new ClusterException($"The disk is full: the database in {options.Data} can't start. Make room, 100 MB at least, and start again.");
        }
        catch (Exception refused) when (refused is UnauthorizedAccessException or IOException)
        {
            throw new ClusterException(
                $"The data directory {options.Data} can't be used: {refused.Message} Say with OWNER_CONSOLE_DATA where the data may lie."
            );
        }
    }

    /// <summary>The way to the database that another process of ours runs with the same data.</summary>
    public static async Task<Connections> Join(ClusterOptions options, CancellationToken stop = default)
    {
        var room = await Room.Open(options.Data, Account.Choose(say: null), options.Say, stop);
        return room.Connections(new Passwords(room.Data));
    }

    /// <summary>Stops the database and waits until it has written everything and ended.</summary>
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
        var room = await Room.Open(options.Data, Account.Choose(options.Say), options.Say, stop);
        var binaries = await Binaries.Find(Birth.Major(room.Cluster), stop);
        if (binaries.Bundled)
        {
            options = options with { Archive = false }; // nothing could be restored from it
            options.Say?.Invoke("Bundled database: no security updates and no point-in-time recovery. For real use: apt-get install -y postgresql");
        }
        var passwords = new Passwords(room.Data);
        await Birth.Ensure(room, binaries, passwords.Of(DatabaseRoles.Super), options.Durable, stop);

        var super = new NpgsqlConnectionStringBuilder(room.To(DatabaseRoles.Super, passwords, "postgres")) { Pooling = false }.ConnectionString;
        var ballast = new Ballast(Path.GetDirectoryName(room.Cluster)!, options.Ballast);
        Task<Postmaster> Again(CancellationToken token)
        {
            if (ballast.Throw())
                options.Say?.Invoke("The disk is full; the database gets the room that was set aside for this day.");
            return Postmaster.Start(room, binaries, options, super, token);
        }

        var postmaster = await Again(stop);
        try
        {
            await Furnish(super, passwords.Of, stop);
        }
        catch
        {
            await postmaster.Stop();
            throw;
        }
        ballast.Take();
        var cluster = new Cluster(held, Again, postmaster, ballast, super, room.Connections(passwords), options.Say);
        cluster._watch = cluster.Watch();
        return cluster;
    }

    private static async Task Furnish(string super, Func<string, string> password, CancellationToken stop)
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

    /// <summary>Brings a database that died back, however often in a long life; one that dies at once four times in a row, with room to live in, needs a person.</summary>
    private async Task Watch()
    {
        for (var atOnce = 0; ; )
        {
            var began = Stopwatch.GetTimestamp();
            await Death();
            atOnce = Stopwatch.GetElapsedTime(began) < AtOnce && _ballast.HasRoom ? atOnce + 1 : 0;
            if (atOnce == Deaths)
                throw new ClusterException("The database ended four times, each time at once; its last words are in postgres.log of the data directory.");
            _say?.Invoke("The database ended unexpectedly; it is started again.");
            for (var isBack = false; !isBack; )
            {
                try
                {
                    _postmaster = await _start(_stopping.Token);
                    isBack = true;
                }
                catch (ClusterException) when (!_ballast.HasRoom)
                {
                    _say?.Invoke($"The database can't start on a full disk; it is tried again when there is room on {Volume.Path}.");
                    while (!_ballast.HasRoom)
                        await Task.Delay(Beat, _stopping.Token);
                }
                catch (ClusterException) when (++atOnce < Deaths)
                {
                    // It died while it was starting, which is once more at once.
                }
            }
        }
    }

    /// <summary>Until the database has ended; what was thrown overboard is taken on board again meanwhile, when there is room for it.</summary>
    private async Task Death()
    {
        for (var isDead = false; !isDead; )
        {
            try
            {
                await _postmaster.Ended.WaitAsync(Beat, _stopping.Token);
                isDead = true;
            }
            catch (TimeoutException)
            {
                _ballast.Take();
            }
        }
        _stopping.Token.ThrowIfCancellationRequested();
    }

    /// <summary>flock, which ends with the process however it ends; PostgreSQL's own lock file may outlive a crash.</summary>
    /// <exception cref="ClusterException">another console runs with this data</exception>
    internal static FileStream Hold(string data)
    {
        try
        {
            return new(Path.Combine(data, "console.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException busy) when (busy.HResult == Held)
        {
            throw new ClusterException(
                $"Another console already runs with the data in {data}. Stop it first, or set OWNER_CONSOLE_DATA and PORT for a second one.",
                ClusterException.AnotherRuns
            );
        }
    }
}
