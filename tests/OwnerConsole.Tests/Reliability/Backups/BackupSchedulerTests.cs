using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Reliability.Backups;

namespace OwnerConsole.Tests.Reliability.Backups;

/// <summary>One sequence of events in the life of one console.</summary>
public sealed class BackupSchedulerTests
{
    [Fact]
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
}
