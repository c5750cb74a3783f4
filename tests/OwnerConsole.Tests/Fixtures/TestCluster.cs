using System.Security.Cryptography;
using Npgsql;
using OwnerConsole.Data;
using OwnerConsole.Hosting.Backups;
using OwnerConsole.Hosting.EmbeddedPostgres;
using OwnerConsole.Kernel.Backups;

[assembly: AssemblyFixture(typeof(OwnerConsole.Fixtures.TestCluster))]

namespace OwnerConsole.Fixtures;

/// <summary>One private PostgreSQL for the whole run; its database is migrated once and copied for each test class.</summary>
public sealed class TestCluster : IAsyncLifetime
{
    private const string Prefix = "oc-tests-",
        Memory = "/dev/shm";

    /// <summary>Hundreds of copies are created and dropped and none has to last, so they are kept in memory if possible: half of their time was spent on directory entries of a disk.</summary>
    private static readonly string s_directory = Directory.Exists(Memory) && new DriveInfo(Memory).AvailableFreeSpace > 6L << 30 ? Memory : Path.GetTempPath();
    private static TestCluster? s_current;

    /// <summary>Whether tests run on an external database instead of a private one.</summary>
    private static readonly bool s_isOutside = Environment.GetEnvironmentVariable("OWNER_CONSOLE_TESTS_OUTSIDE") == "yes";
    private Cluster? _cluster;
    private ExternalPostgres? _outside;
    private string _data = "";
    private int _copies;

    public static TestCluster Current => s_current ?? throw new InvalidOperationException("The test run has not started its cluster.");

    /// <summary>The migrated template database. Read it with <see cref="OpenAsSuper"/>, never write it, and never use a pooler, which would keep it open.</summary>
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
        await MakeSigningInCheap();
        s_current = this;
    }

    /// <returns>Connections to a new copy.</returns>
    public async Task<Connections> Copy()
    {
        var name = "copy_" + Interlocked.Increment(ref _copies);
        await Execute($"create database {name} template console strategy file_copy owner oc_owner");
        string To(string connection) => new NpgsqlConnectionStringBuilder(connection) { Database = name }.ConnectionString;
        return new(role => To(Template[role])) { Direct = Template.Direct is { } direct ? To(direct) : null };
    }

    public Task Drop(Connections copy) => Execute($"drop database {Named(copy)} with (force)");

    /// <returns>A connection as superuser, to prepare or inspect what the roles of the product can't. An open one is reused.</returns>
    public async Task<NpgsqlConnection> OpenAsSuper(Connections copy)
    {
        var way = new NpgsqlConnectionStringBuilder(Super(copy));
        way.Pooling = way.Database != Named(Template); // No connection can stay open to the template.
        var connection = new NpgsqlConnection(way.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>Runs SQL in one transaction as superuser, to simulate damage or data of an older release.</summary>
    public async Task Force(Connections copy, string sql)
    {
        await using var super = await OpenAsSuper(copy);
        await using var command = new NpgsqlCommand("set app.intake = 'test'; " + sql, super);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Locks a table, so that conflicting statements wait until it is released.</summary>
    /// <param name="mode">A PostgreSQL lock mode.</param>
    /// <returns>A lock that is released when disposed.</returns>
    public async Task<IAsyncDisposable> Hold(Connections copy, string table, string mode)
    {
        var super = await OpenAsSuper(copy);
        await using var command = new NpgsqlCommand($"begin; lock table {table} in {mode} mode", super);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        return super;
    }

    /// <returns>Connection string of the superuser, for other programs.</returns>
    public string Super(Connections copy) => new NpgsqlConnectionStringBuilder(SuperConnection) { Database = Named(copy) }.ConnectionString;

    /// <returns>A backup engine for this cluster, for consoles that only check whether one exists.</returns>
    public async Task<IBackupEngine> Backups() =>
        new ClusterBackups(
            await ClusterLocation.Find(_data, say: null, CancellationToken.None),
            new(ConsoleProgram.Instance, new(Path.Combine(_data, "backups")), new(new byte[BackupKey.Length]), () => [], new(null), new(null)),
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
            // Another run took our released lock and cleaned up first.
        }
    }

    /// <summary>Stores the passwords of the roles with one round of hashing instead of 4,096, which took a twelfth of the processor time of a run with its thousands of connections.</summary>
    private async Task MakeSigningInCheap()
    {
        foreach (var role in DatabaseRole.All)
            await Execute($"alter role {role.Name} password '{Verifier(new NpgsqlConnectionStringBuilder(Template[role]).Password!)}'");
    }

    /// <summary>A password as PostgreSQL stores it (SCRAM-SHA-256, RFC 5803).</summary>
    private static string Verifier(string password)
    {
        var salt = RandomNumberGenerator.GetBytes(16);
        var salted = Rfc2898DeriveBytes.Pbkdf2(password, salt, iterations: 1, HashAlgorithmName.SHA256, outputLength: 32);
        var stored = SHA256.HashData(HMACSHA256.HashData(salted, "Client Key"u8));
        var server = HMACSHA256.HashData(salted, "Server Key"u8);
        return $"SCRAM-SHA-256$1:{Convert.ToBase64String(salt)}${Convert.ToBase64String(stored)}:{Convert.ToBase64String(server)}";
    }

    private static string? Named(Connections copy) => new NpgsqlConnectionStringBuilder(copy.App).Database;

    private async Task Execute(string sql)
    {
        await using var connection = new NpgsqlConnection(SuperConnection);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Removes clusters of killed test runs: a run that gets the lock of a cluster deletes it.</summary>
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
                continue; // Another run uses it, or another user owns it.
            }
        }
    }
}
