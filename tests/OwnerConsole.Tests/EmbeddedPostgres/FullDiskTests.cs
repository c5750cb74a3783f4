using System.Diagnostics;
using Npgsql;
using OwnerConsole.EmbeddedPostgres;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.EmbeddedPostgres;

/// <summary>The disk fills up (fault 5): PostgreSQL ends when its log can't be written, and can't recover without room.</summary>
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
    public async Task On_a_full_disk_the_database_dies_and_comes_back_on_its_ballast_with_all_that_was_acknowledged()
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
    public async Task With_the_ballast_used_up_too_the_supervisor_waits_for_room_and_does_not_give_up()
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
    public async Task A_start_on_a_full_disk_says_so()
    {
        _disk.Leave(1 << 20);

        var refused = await Should.ThrowAsync<ClusterException>(() => Start());

        refused.Message.ShouldContain("The disk is full");
        refused.Message.ShouldContain("Free up");
    }

    private Task<Cluster> Start(long ballast = Ballast) => Cluster.Start(new(Path.Combine(_disk.Path), Durable: false, Say: _said.Add) { Ballast = ballast });

    /// <summary>A little room is left, and two write into it until PostgreSQL can write its log no more.</summary>
    /// <returns>rows that were acknowledged</returns>
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
                    await Do(connection, "select pg_switch_wal()"); // the table has no room any more; the log writes on
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

    /// <summary>Asks until it is so; a database that is coming back answers with errors meanwhile.</summary>
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
