using System.Diagnostics;
using Npgsql;
using OwnerConsole.Fixtures;
using OwnerConsole.Hosting.EmbeddedPostgres;

namespace OwnerConsole.Tests.Hosting.EmbeddedPostgres;

/// <summary>The disk fills up (fault 5): PostgreSQL exits when it can't write its log, and can't recover without free space.</summary>
[OwnDatabase("The private cluster's disk is filled.")]
[Slow(20, "EmbeddedPostgres")]
public sealed class FullDiskTests : IAsyncLifetime
{
    private const long Ballast = 48 << 20;

    private readonly List<string> _said = [];
    private SmallDisk _disk = null!; // mounted before each test

    public async ValueTask InitializeAsync() => _disk = await SmallDisk.Mount(320);

    public ValueTask DisposeAsync()
    {
        _disk.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task After_the_disk_fills_up_the_ballast_restores_all_acknowledged_rows()
    {
        await using var cluster = await Start();
        await Do(cluster, "create table public.acknowledged (n serial, filler text)");
        File.Exists(Path.Combine(_disk.Path, "ballast")).ShouldBeTrue();

        var acknowledged = await WriteUntilItDies(cluster);
        await Until(() => Ask<int>(cluster, "select 1"), answer => answer == 1);
        var left = await Ask<long>(cluster, "select count(*) from public.acknowledged");
        var isThrown = !File.Exists(Path.Combine(_disk.Path, "ballast"));
        _disk.MakeRoom();
        await Until(() => Task.FromResult(File.Exists(Path.Combine(_disk.Path, "ballast"))), isBack => isBack);
        await Do(cluster, "insert into public.acknowledged (filler) values ('goes on')");

        left.ShouldBe(acknowledged);
        isThrown.ShouldBeTrue();
        _said.ShouldContain(line => line.Contains("reserved space was released", StringComparison.Ordinal));
    }

    [Fact]
    public async Task With_the_ballast_used_up_the_supervisor_keeps_waiting_for_space()
    {
        await using var cluster = await Start(ballast: 0);
        await Do(cluster, "create table public.acknowledged (n serial, filler text)");

        var acknowledged = await WriteUntilItDies(cluster);
        _disk.Leave(0);
        await Until(() => Task.FromResult(_said.ToList()), said => said.Any(line => line.Contains("when there is space", StringComparison.Ordinal)));
        _disk.MakeRoom();
        await Until(() => Ask<long>(cluster, "select count(*) from public.acknowledged"), count => count == acknowledged);

        cluster.Lost.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task A_start_on_a_full_disk_reports_it()
    {
        _disk.Leave(1 << 20);

        var refused = await Should.ThrowAsync<ClusterException>(() => Start());

        refused.Message.ShouldContain("The disk is full");
        refused.Message.ShouldContain("Free up");
    }

    private Task<Cluster> Start(long ballast = Ballast) => Cluster.Start(new(Path.Combine(_disk.Path), Durable: false, Say: _said.Add) { Ballast = ballast });

    /// <summary>Leaves a little space, which two writers fill until PostgreSQL can't write its log.</summary>
    /// <returns>The number of acknowledged rows.</returns>
    private async Task<long> WriteUntilItDies(Cluster cluster)
    {
        _disk.Leave(8 << 20);
        var acknowledged = 0L;
        async Task Write()
        {
            await using var connection = new NpgsqlConnection(To(cluster));
            await connection.OpenAsync();
            await using var insert = new NpgsqlCommand(
                "insert into public.acknowledged (filler) select string_agg(md5(random()::text), '') from generate_series(1, 20)",
                connection
            );
            while (true)
            {
                try
                {
                    await insert.ExecuteNonQueryAsync();
                    Interlocked.Increment(ref acknowledged);
                }
                catch (PostgresException full) when (full is { SqlState: PostgresErrorCodes.DiskFull, InvariantSeverity: "ERROR" })
                {
                    await Do(connection, "select pg_switch_wal()"); // The table has no space left, but the log continues.
                }
            }
        }
        foreach (var writer in new[] { Write(), Write() })
            await Should.ThrowAsync<NpgsqlException>(writer);
        return acknowledged;
    }

    private static string To(Cluster cluster) => new NpgsqlConnectionStringBuilder(cluster.Super) { Database = "console", Pooling = false }.ConnectionString;

    private static Task Do(Cluster cluster, string sql) => Ask<object>(cluster, sql);

    private static async Task Do(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<T?> Ask<T>(Cluster cluster, string sql)
    {
        await using var connection = new NpgsqlConnection(To(cluster));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T?)await command.ExecuteScalarAsync();
    }

    /// <summary>Polls until the condition is true and ignores errors while the database restarts.</summary>
    private static async Task Until<T>(Func<Task<T>> ask, Func<T, bool> so)
    {
        for (var waited = Stopwatch.StartNew(); ; await Task.Delay(50))
        {
            try
            {
                if (so(await ask()))
                    return;
            }
            catch (NpgsqlException) when (waited.Elapsed < TimeSpan.FromSeconds(30))
            {
                continue;
            }
            waited.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(30));
        }
    }
}
