using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.Proofs;
using OwnerConsole.Tests.Kernel.Operations;

namespace OwnerConsole.Tests.Kernel.Log;

/// <summary>The background signer signs new lines automatically and alerts the owner to forged ones.</summary>
[Slow(8, "Log")]
public sealed class LogSignerTests
{
    private const string Minutes = "update core.log_checkpoints set at = at - interval '2 minutes'"; // moves time instead of waiting

    [Fact]
    public async Task New_lines_are_signed_after_a_minute_and_stored_outside_the_database()
    {
        using var place = new TempDirectory();
        await using var console = await TestConsole.Start(options => options with { Checkpoints = place.File });
        var app = await TestApplication.Connect(console);
        await app.Tenant("signed-1");
        await console.Until("select count(*) = 1 from core.log_checkpoints");
        await app.Tenant("signed-2");
        await LogForgery.Placed(console);

        await LogForgery.Forge(console, Minutes);
        await Poll.Until(() => Kept(place).Count == 2); // the file is written after the database

        var kept = Kept(place);
        kept.Select(signed => signed.Checkpoint.Size).ShouldBe([1, 2]);
        (await app.Get("/api/v1/log/checkpoint")).GetProperty("note").GetString().ShouldBe(kept[1].Note);
    }

    [Fact]
    public async Task A_thousand_lines_are_signed_immediately()
    {
        await using var console = await TestConsole.Start();
        var app = await TestApplication.Connect(console);
        await app.Tenant("first");
        await console.Until("select count(*) = 1 from core.log_checkpoints");

        await TenantCrowd.Gather(console, "thousand", 1_000);

        await console.Until("select count(*) = 1 from core.log_checkpoints where size >= 1000");
    }

    [Fact]
    public async Task A_forged_line_is_never_signed_and_raises_an_alert()
    {
        await using var console = await TestConsole.Start();
        var owner = await TestBrowser.Owner(console);
        var crowd = await TenantCrowd.Gather(console, "forged", 26);
        var waiting = await crowd.Start(await crowd.Preview("forged"));
        var size = await LogForgery.Signed(console);
        var app = await TestApplication.Connect(console);
        var tenant = await app.Tenant("later");
        await LogForgery.Placed(console);

        await LogForgery.Forge(console, $"update core.log set actor = 'usr_other' where tenant_id = '{tenant}'; {Minutes}");
        await console.Until("select count(*) = 1 from core.log_alerts where closed_at is null");
        await owner.Get("/tenants");
        var many = await crowd.Preview("forged");

        owner.Page.ShouldContain("Audit log verification failed");
        (await Should.ThrowAsync<Problem>(() => crowd.Start(many))).Code.ShouldBe("log_broken");
        (await Should.ThrowAsync<Problem>(() => crowd.Approve(waiting))).Code.ShouldBe("log_broken");
        (await app.Run("tenant.suspend", tenant, new { cause = "billing" })).GetProperty("state").GetString().ShouldBe("done");
        (await crowd.One<long>("select max(size) from core.log_checkpoints")).ShouldBe(size);
        (await crowd.One<long>($"select pos from core.log_alerts")).ShouldBe(size + 1);
    }

    [Fact]
    public async Task A_restart_detects_forgery_and_the_alert_closes_after_repair()
    {
        await using var console = await TestConsole.Start();
        var app = await TestApplication.Connect(console);
        var tenant = await app.Tenant("old");
        await app.Tenant("older");
        await LogForgery.Signed(console);
        await LogForgery.Forge(console, $"update core.log set outcome = 'failed' where tenant_id = '{tenant}'");

        await using var again = await ConsoleHost.Build(console.Options);
        await again.StartAsync();
        await console.Until("select count(*) = 1 from core.log_alerts where closed_at is null");
        await LogForgery.Forge(console, $"update core.log set outcome = 'done' where tenant_id = '{tenant}'");
        await console.Services.GetRequiredService<LogAlerts>().Close(CancellationToken.None);
        await LogForgery.Placed(console);
        await LogForgery.Forge(console, Minutes);
        await console.Until("select count(*) = 1 from core.log_checkpoints where size = (select max(pos) from core.log_order)");
        await again.StopAsync();

        await console.Until("select count(*) = 2 from core.log where code in ('log_broken', 'log_whole')");
        await console.Until("select count(*) = 0 from core.log_alerts where closed_at is null");
    }

    [Fact]
    public async Task An_automatic_start_waits_until_the_log_is_intact()
    {
        await using var console = await TestConsole.Start();
        var crowd = await TenantCrowd.Gather(console, "alone", 26);
        await crowd.Force($"update auth.users set grants = array['tenant.read'] where id <> '{crowd.Ann.Id}'");
        var run = await crowd.Start(await crowd.Preview("alone"));
        await crowd.Force("insert into core.log_alerts (fault, pos, message) values ('gap', 1, '')");

        await crowd.Force(
            """
            update core.runs set starts_at = now();
            update work.items set due = '2000-01-01' where lane like 'run:%';
            update work.lanes set due = now(), wakes = wakes + 1 where lane like 'run:%';
            select pg_notify('work', '')
            """
        );
        await console.Until("select count(*) = 1 from work.items where lane like 'run:%' and due > '2000-01-01'"); // it was tried and postponed
        var held = await crowd.Runs.Find(crowd.Ann, run.RunId, CancellationToken.None);
        await console.Services.GetRequiredService<LogAlerts>().Close(CancellationToken.None);
        var ended = await crowd.Ended(run);

        (held.State, held.StartsWithoutApproval).ShouldBe((RunState.WaitingApproval, true));
        (ended.State, ended.Done).ShouldBe((RunState.Done, 26));
    }

    private static IReadOnlyList<SignedCheckpoint> Kept(TempDirectory place) => SignedCheckpoint.ReadAll(File.ReadAllText(place.File));
}
