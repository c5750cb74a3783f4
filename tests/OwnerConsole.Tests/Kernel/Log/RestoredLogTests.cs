using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OwnerConsole.Fixtures;
using OwnerConsole.Hosting.EmbeddedPostgres;
using OwnerConsole.Kernel.Log;

namespace OwnerConsole.Tests.Kernel.Log;

/// <summary>The database is restored from a dump into another PostgreSQL server, where transaction IDs restart (fault 41).</summary>
public sealed class RestoredLogTests
{
    [Fact]
    public async Task A_log_continues_after_a_restore_from_a_dump_and_records_it()
    {
        using var place = new TempDirectory();
        await using var console = await TestConsole.Start();
        await using var super = await TestCluster.Current.OpenAsSuper(console.Options.Connections);
        await LogForgery.Do(super, "do $$ begin for number in 1..5000 loop perform pg_current_xact_id(); commit; end loop; end $$"); // its transaction IDs are far ahead of a new cluster's
        var app = await TestApplication.Connect(console);
        for (var number = 1; number <= 5; number++)
            await app.Tenant($"restored-{number}");
        var signed = await LogForgery.Signed(console);
        await LogForgery.Do(super, "begin; select next_xid from core.sequencer for update"); // the sequencer can't process the next line before the dump
        var unplaced = await app.Tenant("unplaced");
        await Dump(console, place);
        await LogForgery.Do(super, "rollback");

        await using var cluster = await Cluster.Start(new(place.OpenDirectory("data"), Durable: false));
        await Restore(cluster, place);
        await using var restored = await ConsoleHost.Build(console.Options with { Connections = cluster.Connections });
        await restored.StartAsync();
        var after = TestApplication.WithKey(new Uri(restored.Urls.First()), app.Key);
        await after.Tenant("after-the-restore");
        var lines = await Until(restored.Services.GetRequiredService<LogLineReader>(), (int)signed + 3);
        var (check, flaw) = await restored.Services.GetRequiredService<LogVerifier>().Verify(1, [], CancellationToken.None);
        await restored.StopAsync();

        lines.Select(line => line.Pos).ShouldBe(Enumerable.Range(1, (int)signed + 3).Select(pos => (long)pos));
        lines[(int)signed].TenantId.ShouldBe(unplaced);
        lines.Skip((int)signed).Count(line => line is { Kind: "system", Code: "restored" }).ShouldBe(1);
        flaw.ShouldBeNull();
        check.Size.ShouldBe(signed + 3);
    }

    private static async Task Dump(TestConsole console, TempDirectory place) =>
        await Run("pg_dump", "--format=custom", $"--file={place.File}", $"--dbname={Words(TestCluster.Current.Super(console.Options.Connections))}");

    private static async Task Restore(Cluster cluster, TempDirectory place) =>
        await Run(
            "pg_restore",
            "--exit-on-error",
            $"--dbname={Words(new NpgsqlConnectionStringBuilder(cluster.Super) { Database = DatabaseRoles.Database }.ConnectionString)}",
            place.File
        );

    private static async Task Run(string program, params string[] words)
    {
        var binaries = await Binaries.Find(major: null, CancellationToken.None);
        var run = await ProgramRun.Capture([Path.Combine(binaries.Directory, program), .. words], CancellationToken.None);
        run.Ok.ShouldBeTrue(run.ErrorText);
    }

    private static string Words(string connection)
    {
        var parts = new NpgsqlConnectionStringBuilder(connection);
        return $"host={parts.Host} user={parts.Username} password={parts.Password} dbname={parts.Database}";
    }

    private static async Task<IReadOnlyList<StoredLogLine>> Until(LogLineReader log, int count)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            var lines = await log.Between(1, long.MaxValue, patience.Token);
            if (lines.Count >= count)
                return lines;
        }
    }
}
