using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Kernel.Operations;

namespace OwnerConsole.Tests.Docs;

/// <summary>Runs backup-and-recovery.md line by line, from the first day until the machine is lost.</summary>
[OwnDatabase("Backups are of the private cluster; whoever runs another one makes theirs.")]
public sealed partial class RecoveryRunbookTests : IDisposable
{
    private readonly Runbook _page = new("docs/guides/backup-and-recovery.md");
    private readonly RunbookShell _owner = new();
    private readonly RunbookShell _newMachine = new();

    [Fact]
    [Trait("When", "nightly")]
    public async Task Every_command_works_as_written_and_restores_the_lost_data()
    {
        await using var postbox = await MailServer.Start();
        var first = _page.Take("DATA=$OWNER_CONSOLE_DATA");
        await RunScript(first + "systemctl start owner-console");
        await _owner.Answers(_owner.Port);
        await using var live = await InstalledCluster.Of(_owner.Data, _owner.Master);
        var app = TestApplication.WithKey(_owner.Address, await live.Key());
        await postbox.Connect(app);
        await app.Await("/api/v1/backups", backups => Health(backups) == "green");
        var crowd = await live.Crowd("lost", 26);

        // On the first day, and at any time.
        var sheet = await RunScript(first + _page.Take("backup sheet"));
        await RunScript(first + _page.Take("backup list").Replace("/mnt/usb", _owner.Beside("usb"), StringComparison.Ordinal));

        // An operation that can't be undone, then a backup: the time before it must stay restorable.
        var justBefore = TimeProvider.System.GetUtcNow().ToString("O", CultureInfo.InvariantCulture);
        var run = await crowd.Carry(await crowd.Preview("lost"));
        await RunScript(first + "owner-console backup");
        var restored = await RunScript(
            first
                + _page
                    .Take("--into /var/lib/owner-console/before")
                    .Replace("run_…", run.RunId, StringComparison.Ordinal)
                    .Replace("2026-11-20T15:04:05Z", justBefore, StringComparison.Ordinal)
        );
        (await Suspended("restored")).ShouldBe(26);
        (await Suspended("yesterday")).ShouldBe(0);

        // The last line starts the copy: it sends nothing until it is released, and the run after the restored time doesn't start again.
        var copy = await _owner.Begin(StartLine().Match(restored).Groups[1].Value, _owner.Port + 1);
        var beside = TestApplication.WithKey(new Uri($"http://localhost:{_owner.Port + 1}"), app.Key);
        await using (var inside = await InstalledCluster.Of(_owner.Beside("before"), _owner.Master))
        {
            (await beside.Await($"/api/v1/runs/{run.RunId}", now => !IsUnderWay(now))).GetProperty("state").GetString().ShouldBe("stopped");
            (await inside.Count("select count(*) from access.suspensions")).ShouldBe(0);
            await ShouldSendEmailOnlyAfterRelease(beside, inside, postbox);
        }
        await beside.Await("/api/v1/backups", backups => Health(backups) == "green");
        await RunbookShell.Break(copy);

        // Restore in place.
        await RunScript(first + _page.Take("--swap"));
        await _owner.Answers(_owner.Port);
        Health(await app.Get("/api/v1/backups")).ShouldBe("held");
        await using (var inside = await InstalledCluster.Of(_owner.Data, _owner.Master))
        {
            (await inside.Count("select count(*) from access.suspensions")).ShouldBe(26);
            await ShouldSendEmailOnlyAfterRelease(app, inside, postbox);
        }
        await app.Await("/api/v1/backups", backups => Health(backups) == "green");
        Directory.GetDirectories(_owner.Beside(""), "data.before-*").Length.ShouldBe(1);
        await RunScript("systemctl stop owner-console");

        // On a machine that has only the recovery sheet.
        var begun = await _newMachine.Begin(
            first
                + _page
                    .Take("--from PLACE")
                    .Replace("BACKUP_KEY=…", "BACKUP_KEY=" + OnSheet("Backup key", sheet), StringComparison.Ordinal)
                    .Replace("MASTER_KEY=…", "MASTER_KEY=" + OnSheet("Master key", sheet), StringComparison.Ordinal)
                    .Replace("PLACE", OnSheet("Backups  ", sheet), StringComparison.Ordinal),
            _newMachine.Port
        );
        var moved = TestApplication.WithKey(_newMachine.Address, app.Key);
        (await moved.Status(crowd.Tenants[0])).ShouldBe("suspended");
        await RunbookShell.Break(begun);
        await _newMachine.Type("systemctl start owner-console", ("OWNER_CONSOLE_DATA", _newMachine.Data)); // The keys are stored from now on.
        await _newMachine.Answers(_newMachine.Port);
        (await moved.Status(crowd.Tenants[0])).ShouldBe("suspended");

        _page.Left.ShouldBeEmpty();
    }

    public void Dispose()
    {
        _owner.Dispose();
        _newMachine.Dispose();
    }

    private async Task<string> RunScript(string script)
    {
        var (code, said) = await _owner.Type(script);
        code.ShouldBe(0, said);
        return said;
    }

    private async Task<long> Suspended(string copy)
    {
        await using var inside = await InstalledCluster.Stopped(_owner.Beside(copy), _owner.Master);
        return await inside.Count("select count(*) from access.suspensions");
    }

    /// <summary>Emails wait until the restored console is released, while other jobs continue.</summary>
    private static async Task ShouldSendEmailOnlyAfterRelease(TestApplication app, InstalledCluster inside, MailServer postbox)
    {
        await app.Run("mail.test", "tnt_platform");
        await inside.OtherWork();
        (await inside.Count("select count(*) from core.emails where template = 'mail.test' and state = 'waiting' and attempts = 0")).ShouldBe(1);

        await app.Run("platform.release_restored", "tnt_platform", new { reason = "Everything is there." });

        // Messages of earlier runs come first. The console that was copied holds its lane for a minute, and the copy includes that lease.
        while (!(await postbox.Next(seconds: 90)).Subject.Contains("Test email from", StringComparison.Ordinal)) { }
    }

    private static string? Health(JsonElement backups) => backups.GetProperty("health").GetString();

    private static bool IsUnderWay(JsonElement run) => run.GetProperty("state").GetString() is "waiting_approval" or "queued" or "running";

    private static string OnSheet(string word, string sheet) => Regex.Match(sheet, Regex.Escape(word) + @"\s+(\S+)").Groups[1].Value;

    [GeneratedRegex("Start it with: ([^\n]+)\n$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex StartLine();
}
