using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Backups;

namespace OwnerConsole.Tests.Reliability.Backups;

public sealed class ReleaseRestoredTests
{
    [Fact]
    public async Task A_restored_console_sends_nothing_until_released_while_other_jobs_continue()
    {
        await using var console = await TestConsole.Start();
        await using var postbox = await MailServer.Start();
        var app = await TestApplication.Connect(console);
        await postbox.Connect(app);
        await console
            .Services.GetRequiredService<Restores>()
            .MarkRestored("bak_1", new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero), "the latest stored change", CancellationToken.None);

        await app.Run("mail.test", "tnt_platform");
        await RunOtherJob(console);
        var waiting = await EmailState(console);
        await app.Run("platform.release_restored", "tnt_platform", new { reason = "Everything is there." });
        var arrived = await postbox.Next();

        waiting.ShouldBe("waiting 0");
        arrived.Subject.ShouldContain("Test email from");
        (await app.Refusal("platform.release_restored", "tnt_platform", new { reason = "Once more." })).ShouldBe("not_restored");
    }

    [Fact]
    public async Task A_restored_console_offers_no_backup_and_says_when_backups_resume()
    {
        await using var console = new BackedUpConsole();
        await ((IAsyncLifetime)console).InitializeAsync();
        var owner = await TestBrowser.Owner(console);
        await owner.Get("/ops/backups");
        var before = owner.Page;

        await console.Services.GetRequiredService<Restores>().MarkRestored("bak_1", TimeProvider.System.GetUtcNow(), "the last moment", CancellationToken.None);
        await owner.Get("/ops/backups");

        before.ShouldContain("id=\"back-up-now\"");
        owner.Page.ShouldNotContain("id=\"back-up-now\"");
        owner.Page.ShouldContain("after the restored database is released");
    }

    /// <summary>Adds a job after the email, of a kind without a handler, and waits until the worker has tried it.</summary>
    private static async Task RunOtherJob(TestConsole console)
    {
        await using (var work = await console.Database.Write(WriteOrigin.Intake("test"), []))
        {
            await work.Enqueue("other", "nobody.does", new { });
            work.WakeWorkers();
            await work.Commit();
        }
        for (var (left, tried) = (600, 0L); tried == 0; left--)
        {
            left.ShouldBeGreaterThan(0);
            await Task.Delay(50);
            await using var reading = await console.Database.Read();
            tried = await reading.One<long>("select attempts::bigint from work.items where lane = 'other'");
        }
    }

    private static async Task<string> EmailState(TestConsole console)
    {
        await using var work = await console.Database.Read();
        return (await work.One<string>("select state || ' ' || attempts from core.emails"))!;
    }
}
