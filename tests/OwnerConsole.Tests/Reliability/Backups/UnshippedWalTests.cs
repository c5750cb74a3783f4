using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OwnerConsole.Fixtures;
using OwnerConsole.Hosting.EmbeddedPostgres;
using OwnerConsole.Reliability.Backups;
using OwnerConsole.Tests.Docs;

namespace OwnerConsole.Tests.Reliability.Backups;

/// <summary>PostgreSQL can't archive its write-ahead log, so the possible data loss grows. Everyone who can fix it is notified until archiving works again.</summary>
[OwnDatabase("Backups are of the private cluster; whoever runs another one makes theirs.")]
[Slow(15, "Backups")]
public sealed class UnshippedWalTests
{
    private const UnixFileMode Closed = UnixFileMode.UserRead | UnixFileMode.UserExecute,
        Open = Closed | UnixFileMode.UserWrite;

    [Fact]
    public async Task Page_banner_and_email_warn_while_the_log_cannot_be_archived()
    {
        var clock = new JumpingClock();
        await using var console = new LateConsole(clock);
        await ((IAsyncLifetime)console).InitializeAsync();
        await using var postbox = await MailServer.Start();
        var owner = await TestBrowser.Owner(console);
        var app = await TestApplication.Connect(console);
        await postbox.Connect(app);
        await app.Await("/api/v1/backups", backups => Health(backups) == "green");
        // No backup becomes due when the clock moves forward.
        await app.Run("backup.configure", "tnt_platform", new { address = console.Store.Address, hour = (TimeProvider.System.GetUtcNow().Hour + 12) % 24 });
        var wal = console.Services.GetRequiredService<WalState>();

        await SetArchiveAccess(console.Data, Closed);
        await Poll.Until(() => wal.Failure is not null);
        clock.By = TimeSpan.FromMinutes(6);
        var red = await app.Await("/api/v1/backups", backups => Health(backups) == "red");
        await owner.Get("/tenants");
        var banner = owner.Page;
        await owner.Get("/ops/backups");
        var page = owner.Page;
        var letter = await postbox.Next();
        while (!letter.Subject.Contains("not being stored", StringComparison.Ordinal))
            letter = await postbox.Next();
        await SetArchiveAccess(console.Data, Open);
        await app.Await("/api/v1/backups", backups => Health(backups) == "green");
        await owner.Get("/tenants");

        red.GetProperty("error").GetString()!.ShouldContain("can't archive its write-ahead log (WAL), last attempt with 0000000");
        red.GetProperty("rpo_seconds").GetDouble().ShouldBeGreaterThan(300);
        banner.ShouldContain("Backups are not running.");
        page.ShouldContain("can't archive its write-ahead log");
        letter.Text.ShouldContain("can't archive its write-ahead log");
        owner.Page.ShouldNotContain("Backups are not running.");
    }

    [Fact]
    public async Task Doctor_reports_that_the_log_cannot_be_archived()
    {
        using var machine = new InstalledConsole { IsBackedUp = true };
        using var served = machine.Start("serve");
        await machine.Ready(served);
        await using var inside = await InstalledCluster.Of(machine.Data, machine.MasterKey);
        await TestApplication.WithKey(machine.Address, await inside.Key()).Await("/api/v1/backups", backups => Health(backups) == "green");

        var well = await machine.Run("doctor");
        await SetArchiveAccess(machine.Data, Closed);
        while (await inside.Count("select count(*) from pg_stat_archiver where last_failed_time > coalesce(last_archived_time, '-infinity')") == 0)
            await Task.Delay(50, TestContext.Current.CancellationToken);
        var ill = await machine.Run("doctor");
        await SetArchiveAccess(machine.Data, Open);
        while (await inside.Count("select count(*) from pg_stat_archiver where last_failed_time > coalesce(last_archived_time, '-infinity')") == 1)
            await Task.Delay(50, TestContext.Current.CancellationToken);
        var again = await machine.Run("doctor");
        Posix.Signal(served.Id, 15);
        await InstalledConsole.End(served);

        well.Said.ShouldContain("was verified by a test restore");
        well.Code.ShouldBe(0, well.Said);
        ill.Code.ShouldBe(1, ill.Said);
        ill.Said.ShouldContain("problem  backups      PostgreSQL can't archive its write-ahead log");
        again.Code.ShouldBe(0, again.Said);
        again.Said.ShouldContain("The write-ahead log is stored continuously.");
    }

    /// <summary>Closes or opens the archive folder, and finishes a segment.</summary>
    private static async Task SetArchiveAccess(string data, UnixFileMode mode)
    {
        var cluster = await ClusterLocation.Find(data, say: null, CancellationToken.None);
        File.SetUnixFileMode(cluster.DataDirectory.Spool, mode);
        var super = new NpgsqlConnectionStringBuilder(cluster.DataDirectory.ConnectionString(DatabaseRoles.Super, cluster.Passwords)) { Pooling = false };
        await using var connection = new NpgsqlConnection(super.ConnectionString);
        await connection.OpenAsync();
        await using var finish = new NpgsqlCommand("create temporary table written (n int); select pg_switch_wal()", connection);
        await finish.ExecuteNonQueryAsync();
    }

    private static string? Health(JsonElement backups) => backups.GetProperty("health").GetString();

    private sealed class LateConsole(TimeProvider clock) : BackedUpConsole
    {
        protected override bool HasScheduler => true;

        protected override async Task<HostOptions> Change(HostOptions plain) => (await base.Change(plain)) with { Clock = clock };
    }
}
