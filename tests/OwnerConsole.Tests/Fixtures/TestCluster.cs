using Npgsql;
using OwnerConsole.Backups;
using OwnerConsole.EmbeddedPostgres;
using OwnerConsole.Kernel.Backups;
using OwnerConsole.Kernel.Data;

[assembly: AssemblyFixture(typeof(OwnerConsole.Fixtures.TestCluster))]

namespace OwnerConsole.Fixtures;

/// <summary>One private PostgreSQL for the whole run; its database is migrated once and copied for each test class.</summary>
public sealed class TestCluster : IAsyncLifetime
{
    private const string Prefix = "oc-tests-",
        Memory = "/dev/shm";

    /// <summary>Hundreds of copies come and go, and nothing of them is to last: half of their time went into a disk's directory entries.</summary>
    private static readonly string s_directory = Directory.Exists(Memory) && new DriveInfo(Memory).AvailableFreeSpace > 6L << 30 ? Memory : Path.GetTempPath();
    private static TestCluster? s_current;

    /// <summary>Tests run on a private database, or, when this is set, on one that somebody else runs.</summary>
    private static readonly bool s_isOutside = Environment.GetEnvironmentVariable("OWNER_CONSOLE_TESTS_OUTSIDE") == "yes";
    private Cluster? _cluster;
    private ExternalPostgres? _outside;
    private string _data = "";
    private int _copies;

    public static TestCluster Current => s_current ?? throw new InvalidOperationException("The test run has not started its cluster.");

    /// <summary>The migrated database that the others are copies of: to look at as <see cref="OpenAsSuper"/>, never to write, nor by a pooler, which would keep hold of it.</summary>
    public Connections Template => _outside?.Connections ?? _cluster!.Connections;

    private string SuperConnection => _outside?.Super ?? _cluster!.Super;

    public async ValueTask InitializeAsync()
    {
        await SweepUp();
        _data = Directory.CreateDirectory(Path.Combine(s_directory, Prefix + Path.GetRandomFileName())).FullName;
        File.SetUnixFileMode(
            _data,
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherExecute | UnixFileMode.GroupExecute
        );
        if (s_isOutside)
            _outside = await ExternalPostgres.Start(_data);
        else
            _cluster = await Cluster.Start(new(_data, Durable: false));
        await Schema.Migrator(Template).Run();
        s_current = this;
    }

    /// <returns>connections to a fresh copy</returns>
    public async Task<Connections> Copy()
    {
        var name = "copy_" + Interlocked.Increment(ref _copies);
        await Execute($"create database {name} template console strategy file_copy owner oc_owner");
        string To(string connection) => new NpgsqlConnectionStringBuilder(connection) { Database = name }.ConnectionString;
        return new(To(Template.Migrator), To(Template.App), To(Template.Console), To(Template.Bound), To(Template.Portal), To(Template.Sequencer))
        {
            Direct = Template.Direct is { } direct ? To(direct) : null,
        };
    }

    public Task Drop(Connections copy) => Execute($"drop database {Named(copy)} with (force)");

    /// <returns>a connection as the role that may do everything, to prepare or to inspect what the product's roles can't; one that a copy has already is used again</returns>
    public async Task<NpgsqlConnection> OpenAsSuper(Connections copy)
    {
        var way = new NpgsqlConnectionStringBuilder(Super(copy));
        way.Pooling = way.Database != Named(Template); // nobody may be left in what the others are copied from
        var connection = new NpgsqlConnection(way.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>Changes what no role of the product may, all of it or nothing: to break things as they break in life, or to leave what an older release left.</summary>
    public async Task Force(Connections copy, string sql)
    {
        await using var super = await OpenAsSuper(copy);
        await using var command = new NpgsqlCommand("set app.intake = 'test'; " + sql, super);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Whoever needs this table so that the mode forbids it waits, until it is let go.</summary>
    /// <param name="mode">of a lock, as PostgreSQL names it</param>
    /// <returns>what holds it, as long as it lives</returns>
    public async Task<IAsyncDisposable> Hold(Connections copy, string table, string mode)
    {
        var super = await OpenAsSuper(copy);
        await using var command = new NpgsqlCommand($"begin; lock table {table} in {mode} mode", super);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        return super;
    }

    /// <returns>the way in of that role, for programs that take it as words</returns>
    public string Super(Connections copy) => new NpgsqlConnectionStringBuilder(SuperConnection) { Database = Named(copy) }.ConnectionString;

    /// <returns>what could back this cluster up; for consoles that only ask whether there is something</returns>
    public async Task<IBackupEngine> Backups() =>
        new ClusterBackups(
            await ClusterLocation.Find(_data, say: null, CancellationToken.None),
            new(new(Path.Combine(_data, "backups")), new(new byte[BackupKey.Length]), () => [], new(null), new(null)),
            TimeProvider.System
        );

    public async ValueTask DisposeAsync()
    {
        if (_outside is not null)
            await _outside.DisposeAsync();
        if (_cluster is not null)
            await _cluster.DisposeAsync();
        try
        {
            if (_data != "")
                Directory.Delete(_data, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // our lock is free since a moment, and another run swept up first
        }
    }

    private static string? Named(Connections copy) => new NpgsqlConnectionStringBuilder(copy.App).Database;

    private async Task Execute(string sql)
    {
        await using var connection = new NpgsqlConnection(SuperConnection);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>A run that was killed leaves its cluster behind; whoever can take its lock may clear it away.</summary>
    private static async Task SweepUp()
    {
        foreach (var left in Directory.GetDirectories(s_directory, Prefix + "*"))
        {
            try
            {
                if (!File.Exists(Path.Combine(left, "console.lock")))
                    continue;
                await using var held = new FileStream(Path.Combine(left, "console.lock"), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
                await OrphanProcesses.Quit(Path.Combine(left, "postgres"), CancellationToken.None);
                Directory.Delete(left, recursive: true);
            }
            catch (Exception others) when (others is IOException or UnauthorizedAccessException)
            {
                continue; // another run is using it, or another user owns it
            }
        }
    }
}
