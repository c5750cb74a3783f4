using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Fixtures;
using OwnerConsole.Messaging.Emails;
using OwnerConsole.Pure.Proofs;
using OwnerConsole.Tests.Kernel.Log;

namespace OwnerConsole.Tests.Messaging.Emails;

/// <summary>Checkpoints of the log are emailed to an external address, where no one on the team can change them.</summary>
[Slow(7, "Log", "Emails")]
public sealed class AnchorLogTests : IDisposable
{
    private readonly InstalledConsole _machine = new();
    private readonly TempDirectory _place = new();

    [Fact]
    public async Task A_saved_email_verifies_the_log_and_detects_forgery()
    {
        await using var console = await TestConsole.Start();
        var app = await TestApplication.Connect(console);
        await using var postbox = await MailServer.Start();
        await postbox.Connect(app);
        for (var number = 1; number <= 6; number++)
            await app.Tenant($"kept-{number}");
        var lines = await LogForgery.Signed(console);

        await app.Run("log.anchor", "tnt_platform", new { address = "auditor@outside.example" });
        var mail = await postbox.Next();
        var (text, saved) = (await Save("email.txt", mail.Text), await Save("email.eml", mail.Raw));
        var whole = await Verify(console, text);
        var program = await Verify(console, saved);
        await LogForgery.Quiet(console);
        await LogForgery.Forge(
            console,
            "delete from core.log_checkpoints; update core.log_order set pos = -pos where pos in (2, 3); update core.log_order set pos = 5 + pos where pos < 0"
        );
        var (forged, unkept) = (await Verify(console, saved), await Verify(console, null));

        mail.To.Address.ShouldBe("auditor@outside.example");
        CheckpointFileReader.Read(mail.Text).ShouldHaveSingleItem().Checkpoint.Size.ShouldBe(lines);
        mail.Html!.ShouldContain($"{lines} entries");
        (whole.Code, program.Code).ShouldBe((0, 0), whole.Said + program.Said);
        (forged.Code, unkept.Code).ShouldBe((5, 0), forged.Said + unkept.Said);
        forged.Said.ShouldStartWith($"Positions 1 to {lines}: ");
    }

    [Fact]
    public async Task At_most_one_email_per_day_is_sent_and_none_without_new_log_entries()
    {
        await using var console = await TestConsole.Start();
        var app = await TestApplication.Connect(console);
        await using var postbox = await MailServer.Start();
        await postbox.Connect(app);
        await LogForgery.Signed(console);
        var chosen = await app.Run("log.anchor", "tnt_platform", new { address = "auditor@outside.example" });
        var first = await postbox.Next();
        await WaitUntilSent(app);

        await app.Undo(chosen);
        await app.Run("log.anchor", "tnt_platform", new { address = "auditor@outside.example" });
        await LogForgery.Signed(console);
        await RunSchedule(console); // The log has new entries, and less than a day has passed.
        await Pass(console, "24 hours");
        var second = await postbox.Next();
        await Pass(console, "24 hours"); // A day has passed, and the log has no new entries.
        await RunSchedule(console);
        var anchor = await WaitUntilSent(app);

        Size(second).ShouldBeGreaterThan(Size(first));
        (anchor.GetProperty("address").GetString(), anchor.GetProperty("size").GetInt64()).ShouldBe(("auditor@outside.example", Size(second)));
        (await postbox.ReadRemaining()).ShouldBeEmpty();
    }

    [Fact]
    public async Task No_email_is_sent_after_the_address_is_removed()
    {
        await using var console = await TestConsole.Start();
        var app = await TestApplication.Connect(console);
        await using var postbox = await MailServer.Start();
        await postbox.Connect(app);
        await LogForgery.Signed(console);
        await app.Run("log.anchor", "tnt_platform", new { address = "auditor@outside.example" });
        var first = await postbox.Next();
        await WaitUntilSent(app);

        var none = await app.Run("log.anchor", "tnt_platform");
        await LogForgery.Signed(console);
        await Pass(console, "24 hours");
        await RunSchedule(console);
        var away = await app.Get("/api/v1/log/anchor");
        await app.Undo(none);
        await RunSchedule(console);
        var second = await postbox.Next();

        away.GetProperty("address").GetString().ShouldBeNull();
        second.To.Address.ShouldBe("auditor@outside.example");
        Size(second).ShouldBeGreaterThan(Size(first));
        (await postbox.ReadRemaining()).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_email_whose_attempt_starts_during_the_undo_still_counts_as_the_daily_one()
    {
        await using var console = await TestConsole.Start();
        var app = await TestApplication.Connect(console);
        await using var postbox = await MailServer.Start();
        await postbox.Connect(app);
        await LogForgery.Signed(console);
        var chosen = await app.Run("log.anchor", "tnt_platform", new { address = "auditor@outside.example" });
        await postbox.Next();
        await WaitUntilSent(app);
        await using (var work = await console.Database.Write(WriteOrigin.Intake("test"), [IdGenerator.Platform]))
        {
            await work.Execute("update core.emails set state = 'waiting' where recipient = @run", new { run = chosen.GetProperty("id").GetString() });
            await work.Commit();
        }

        Task<JsonElement> undo;
        await using (var attempt = await console.Database.Write(WriteOrigin.Intake("test"), [IdGenerator.Platform]))
        {
            await attempt.Execute("update core.emails set sending_since = clock_timestamp() where state = 'waiting'");
            undo = app.Undo(chosen);
            await console.Until(
                """
                select exists (select from pg_locks l join pg_stat_activity a using (pid)
                                where l.locktype in ('transactionid', 'tuple') and not l.granted and a.datname = current_database())
                """
            );
            await attempt.Commit();
        }
        await undo;

        await using var reading = await console.Database.Read();
        (await reading.One<long>("select count(*) from core.emails where state = 'waiting'")).ShouldBe(1);
        (await reading.One<long>("select count(*) from emails.checkpoint_emails")).ShouldBe(1);
    }

    public void Dispose()
    {
        _machine.Dispose();
        _place.Dispose();
    }

    private async Task<string> Save(string name, string text)
    {
        var path = Path.Combine(_place.Path, name);
        await File.WriteAllTextAsync(path, text);
        return path;
    }

    private Task<(int Code, string Said)> Verify(TestConsole console, string? kept) =>
        _machine.Run(
            kept is null ? "log verify" : $"log verify --checkpoint {kept}",
            InstalledConsole.ConnectionVariables(console.Options.Connections, console.Options.MasterKey)
        );

    private static Task<JsonElement> WaitUntilSent(TestApplication app) =>
        app.Await("/api/v1/log/anchor", answer => answer.GetProperty("state").GetString() == "sent");

    private static long Size(MailServer.ReceivedEmail mail) => CheckpointFileReader.Read(mail.Text).Single().Checkpoint.Size;

    /// <summary>Makes the last email appear older.</summary>
    private static async Task Pass(TestConsole console, string time)
    {
        await using var work = await console.Database.Write(WriteOrigin.Intake("test"), [IdGenerator.Platform]);
        await work.Execute("update emails.checkpoint_emails set at = at - @time::interval", new { time });
        await work.MakeDue([CheckpointMailer.Lane]);
        await work.Commit();
    }

    /// <summary>Runs the schedule once.</summary>
    private static async Task RunSchedule(TestConsole console)
    {
        await using (var work = await console.Database.Write(WriteOrigin.Intake("test"), []))
        {
            await work.MakeDue([CheckpointMailer.Lane]);
            await work.Commit();
        }
        for (var waits = true; waits; await Task.Delay(20))
        {
            await using var work = await console.Database.Read();
            waits = await work.One<bool>("select exists (select from work.items where lane = @Lane and due <= now())", new { CheckpointMailer.Lane });
        }
    }
}
