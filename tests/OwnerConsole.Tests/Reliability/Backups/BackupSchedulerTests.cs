using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Backups;
using OwnerConsole.Reliability.Backups;

namespace OwnerConsole.Tests.Reliability.Backups;

/// <summary>One sequence of events in the life of one console.</summary>
public sealed class BackupSchedulerTests
{
    [Fact]
    [Slow(22, "Backups")]
    public async Task Health_is_green_after_a_verified_backup_and_red_with_an_email_after_a_failure()
    {
        await using var console = new ScheduledBackupConsole();
        await ((IAsyncLifetime)console).InitializeAsync();
        await using var postbox = await MailServer.Start();
        var app = await TestApplication.Connect(console);
        await app.Tenant("kept", members: 2);
        await postbox.Connect(app);
        await Owner(console);

        var first = await app.Await("/api/v1/backups", backups => Health(backups) == "green");
        var shipped = await app.Await("/api/v1/backups", backups => backups.GetProperty("rpo_seconds").ValueKind is JsonValueKind.Number);
        await app.Run("backup.configure", "tnt_platform", new { address = "/proc/nothing" });
        var red = await app.Await("/api/v1/backups", backups => Health(backups) == "red");
        var email = await postbox.Next();
        await app.Run("backup.configure", "tnt_platform", new { address = console.Store.Address }); // the next backup doesn't wait
        var green = await app.Await("/api/v1/backups", backups => Health(backups) == "green");

        await CutOff(console);
        var again = await app.Await("/api/v1/backups", backups => Newest(backups) != Newest(green) && State(backups) == "verified");
        Newest(again).ShouldNotBe("bak_cut");

        first.GetProperty("address").GetString().ShouldBe(console.Store.Address);
        first.GetProperty("rto_seconds").GetDouble().ShouldBeInRange(0.1, 60);
        shipped.GetProperty("rpo_seconds").GetDouble().ShouldBeInRange(0, 120);
        red.GetProperty("error").GetString()!.ShouldContain("/proc/nothing failed");
        email.Subject.ShouldContain("A backup failed");
        email.Text.ShouldContain("/proc/nothing");
        var newest = green.GetProperty("backups")[0];
        (newest.GetProperty("tenants").GetInt64(), newest.GetProperty("members").GetInt64()).ShouldBe((1, 2));
        await using var work = await console.Database.Read();
        (await work.List<string>("select code from core.log where code like 'backup_%' order by id")).ShouldBe([
            "backup_verified",
            "backup_failed",
            "backup_verified",
            "backup_verified",
        ]);
    }

    [Fact]
    public async Task A_storage_that_does_not_respond_is_reported_while_the_console_still_waits()
    {
        var clock = new JumpingClock();
        using var engine = new SilentEngine();
        await using var console = await TestConsole.Start(plain => plain with { Clock = clock, Backups = new(engine) });
        var wal = console.Services.GetRequiredService<WalState>();

        await engine.Asked;
        var before = (wal.IsBehind, wal.Failure);
        clock.By = TimeSpan.FromMinutes(6);

        before.ShouldBe((false, null));
        wal.IsBehind.ShouldBeTrue();
        wal.Failure.ShouldBe("Storing the write-ahead log (WAL) has not finished for more than five minutes.");
        wal.Rpo!.Value.TotalMinutes.ShouldBeInRange(6, 7);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)] // like a network share whose server is gone
    [Slow(7, "Backups")]
    public async Task A_storage_that_does_not_respond_is_reported_by_email(bool ignoresCancellation)
    {
        var clock = new JumpingClock();
        using var engine = new SilentEngine(ignoresCancellation);
        await using var console = await TestConsole.Start(plain =>
            plain with
            {
                Clock = clock,
                Backups = new(engine) { ShippingTimeout = TimeSpan.FromMilliseconds(300) },
            }
        );
        await using var postbox = await MailServer.Start();
        await postbox.Connect(await TestApplication.Connect(console));
        await Owner(console);
        var wal = console.Services.GetRequiredService<WalState>();

        await Poll.Until(() => wal.Failure is not null);
        clock.By = TimeSpan.FromMinutes(6);
        var email = await postbox.Next();

        email.Subject.ShouldContain("not being stored");
        email.Text.ShouldContain("The write-ahead log (WAL) was not stored within");
    }

    /// <summary>Simulates a program that was stopped during a backup and restarted.</summary>
    private static async Task CutOff(TestConsole console)
    {
        await using (var work = await console.Database.Write(WriteOrigin.Intake("test"), [IdGenerator.Platform]))
        {
            await work.Execute(
                "insert into backups.backups (tenant_id, backup_id, requested_by, requested_at, state) values ('tnt_platform', 'bak_cut', 'schedule', clock_timestamp(), 'creating')"
            );
            await work.Commit();
        }
        await console.Services.GetRequiredService<BackupRunner>().RequeueInterrupted(CancellationToken.None);
    }

    private static string? Newest(JsonElement backups) => backups.GetProperty("backups")[0].GetProperty("backup_id").GetString();

    private static string? State(JsonElement backups) => backups.GetProperty("backups")[0].GetProperty("state").GetString();

    private static string? Health(JsonElement backups) => backups.GetProperty("health").GetString();

    private static async Task Owner(TestConsole console)
    {
        await using var work = await console.Database.Write(WriteOrigin.Intake("test"), []);
        await work.Execute(
            "insert into auth.users (id, name, email, email_key, password_hash, grants) values ('usr_1', 'Mila', 'mila@timebot.example', 'mila@timebot.example', '-', '{*}')"
        );
        await work.Commit();
    }

    /// <summary>An engine whose storage accepts everything and never responds.</summary>
    private sealed class SilentEngine(bool ignoresCancellation = false) : IBackupEngine, IDisposable
    {
        private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ManualResetEventSlim _end = new();

        public Task Asked => _asked.Task;

        public BackupLocation DefaultLocation => new("/mnt/silent");

        public Task<WalShippingStatus> ShipWal(BackupLocation place, CancellationToken stop)
        {
            _asked.TrySetResult();
            if (ignoresCancellation)
                _end.Wait(CancellationToken.None);
            return Wait<WalShippingStatus>(stop);
        }

        public Task<StoredBackup> CreateBackup(string backupId, BackupLocation place, bool isShipped, CancellationToken stop) => Wait<StoredBackup>(stop);

        public Task<RestoreTestResult> VerifyRestore(string backupId, BackupLocation place, CancellationToken stop) => Wait<RestoreTestResult>(stop);

        public Task<int> StoreErasures(BackupLocation place, CancellationToken stop) => Wait<int>(stop);

        public Task<int> Prune(BackupLocation place, IReadOnlyCollection<string> kept, DateTimeOffset since, CancellationToken stop) => Wait<int>(stop);

        public Task<IReadOnlyList<StoredBackup>> List(BackupLocation place, CancellationToken stop) => Wait<IReadOnlyList<StoredBackup>>(stop);

        public void Dispose() => _end.Set();

        private static async Task<T> Wait<T>(CancellationToken stop)
        {
            await Task.Delay(Timeout.Infinite, stop);
            throw new UnreachableException();
        }
    }
}
