using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Tests.Laws.Rehearsals;

/// <summary>Runs that wait for Stripe, for the application or for a later time.</summary>
public sealed class PendingRunTests(RehearsalConsole console) : IClassFixture<RehearsalConsole>
{
    private FakeProvider Provider => console.Services.GetRequiredService<FakeProvider>();

    [Fact]
    public async Task A_refund_is_requested_after_the_hold_and_done_when_Stripe_confirms()
    {
        await using var stage = await LawHarness.Open(console);
        var tenant = (await new CreateRefundExample().Arrange(stage)).Subject;
        var run = await stage.Run("refund.create", tenant);
        Provider.Asked.ShouldNotContain(run.RunId);

        await stage.AdvanceClock(run);
        await Poll.Until(() => Provider.Asked.Contains(run.RunId));
        var isAwaited = await Provider.Answer(run.RunId, tenant, Sentence.Say($"Stripe has paid it back."));

        isAwaited.ShouldBeTrue();
        var now = await stage.App.Get($"/api/v1/runs/{run.RunId}");
        now.GetProperty("state").GetString().ShouldBe("done");
        now.GetProperty("lines")[0].GetProperty("text").GetString().ShouldBe("Stripe has paid it back.");
        (await stage.Preview("refund.create", null, tenant)).Subjects[0].Code.ShouldBe("too_much");
    }

    [Fact]
    public async Task A_refund_that_Stripe_refuses_fails_and_can_be_requested_again()
    {
        await using var stage = await LawHarness.Open(console);
        var tenant = (await new CreateRefundExample().Arrange(stage)).Subject;
        var run = await stage.Run("refund.create", tenant);

        await Provider.Answer(run.RunId, tenant, Sentence.Say($"Stripe refuses: the card is closed."), failure: "card_closed");

        var now = await stage.App.Get($"/api/v1/runs/{run.RunId}");
        (now.GetProperty("state").GetString(), now.GetProperty("lines")[0].GetProperty("code").GetString()).ShouldBe(("failed", "card_closed"));
        (await stage.Preview("refund.create", null, tenant)).Accepted.ShouldBe(1);
    }

    [Fact]
    public async Task An_answer_counts_once_and_never_after_a_stop()
    {
        await using var stage = await LawHarness.Open(console);
        var (answered, stopped) = ((await new CreateRefundExample().Arrange(stage)).Subject, (await new CreateRefundExample().Arrange(stage)).Subject);
        var (one, other) = (await stage.Run("refund.create", answered), await stage.Run("refund.create", stopped));
        await stage.Undo(other);

        bool[] heard =
        [
            await Provider.Answer(one.RunId, answered, Sentence.Say($"Stripe has paid it back.")),
            await Provider.Answer(one.RunId, answered, Sentence.Say($"Stripe has paid it back.")),
            await Provider.Answer(other.RunId, stopped, Sentence.Say($"Stripe has paid it back.")),
        ];

        heard.ShouldBe([true, false, false]);
        (await stage.App.Get($"/api/v1/runs/{other.RunId}")).GetProperty("state").GetString().ShouldBe("undone");
    }

    [Fact]
    public async Task Undo_stops_only_pending_lines_without_an_answer()
    {
        await using var stage = await LawHarness.Open(console);
        string[] tenants = [.. await Task.WhenAll(Enumerable.Range(0, 3).Select(async _ => (await new CreateRefundExample().Arrange(stage)).Subject))];
        var run = await stage.Start(await stage.Preview("refund.create", null, tenants));
        await Provider.Answer(run.RunId, tenants[1], Sentence.Say($"Stripe has paid it back."));

        var undo = await stage.Undo(run);

        undo.Lines.Select(line => line.State).ShouldBe([RunLineState.Undone, RunLineState.Skipped, RunLineState.Undone]);
        var now = await stage.App.Get($"/api/v1/runs/{run.RunId}");
        now.GetProperty("lines").EnumerateArray().Select(line => line.GetProperty("state").GetString()).ShouldBe(["undone", "done", "undone"]);
        now.GetProperty("state").GetString().ShouldBe("partly");
    }

    [Fact]
    public async Task A_copy_is_linked_from_its_run_and_its_timeline_names_the_origin()
    {
        await using var stage = await LawHarness.Open(console);
        var (tenant, copy) = (await stage.Tenant(), await stage.Tenant());
        var run = await stage.Run("tenant.clone", tenant);

        await Provider.Answer(run.RunId, tenant, Sentence.Say($"{new EntityReference(copy)} is a copy of {new EntityReference(tenant)}."), created: copy);

        (await stage.App.Get($"/api/v1/runs/{run.RunId}")).Created().ShouldBe(copy);
        await stage.App.Await($"/api/v1/tenants/{copy}/timeline", timeline => timeline.GetRawText().Contains("is a copy of", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Opening_a_tenant_and_its_undo_are_logged_for_tenant_and_application()
    {
        await using var stage = await LawHarness.Open(console);
        var run = await stage.Run("tenant.open", IdGenerator.Platform, new { external_id = stage.Word() });
        var tenant = run.Lines[0].Created!;

        var undo = await stage.Undo(run);

        var lines = (await stage.Logged(run)).Concat(await stage.Logged(undo));
        lines
            .Select(line => (line.GetProperty("tenant_id").GetString(), line.GetProperty("event").GetString()))
            .ShouldBe([(IdGenerator.Platform, null), (tenant, "tenant.opened"), (IdGenerator.Platform, null), (tenant, "tenant.withdrawn")]);
    }

    [Fact]
    public async Task A_ramp_takes_its_steps_on_time_and_ends_with_the_last()
    {
        await using var stage = await LawHarness.Open(console);
        var flag = (await new RampFlagExample().Arrange(stage)).Subject;
        var run = await stage.Run("flag.ramp", flag);
        var shares = new List<int> { await Share(flag) };

        foreach (var share in new[] { 50, 100 })
        {
            await stage.AdvanceClock(run);
            await Poll.Until(async () => await Share(flag) == share && await stage.CountPendingWork(run) == (share == 50 ? 1 : 0));
            shares.Add(share);
        }

        shares.ShouldBe([10, 50, 100]);
        (await stage.App.Get($"/api/v1/runs/{run.RunId}")).GetProperty("state").GetString().ShouldBe("done");
    }

    [Fact]
    public async Task Undo_of_a_running_ramp_restores_the_start_and_stops_further_steps()
    {
        await using var stage = await LawHarness.Open(console);
        var flag = (await new RampFlagExample().Arrange(stage)).Subject;
        var run = await stage.Run("flag.ramp", flag);
        await stage.AdvanceClock(run);
        await Poll.Until(async () => await Share(flag) == 50);

        await stage.Undo(run);

        (await Share(flag)).ShouldBe(0);
        (await stage.CountPendingWork(run)).ShouldBe(0);
    }

    [Fact]
    public async Task A_changed_ramp_continues_when_the_other_ramp_of_the_run_is_undone()
    {
        await using var stage = await LawHarness.Open(console);
        var example = new RampFlagExample();
        string[] flags = [(await example.Arrange(stage)).Subject, (await example.Arrange(stage)).Subject];
        var run = await stage.Start(
            await stage.Preview(
                "flag.ramp",
                Json.Element(new { steps = new[] { new { percent = 10, after_hours = 0 }, new { percent = 100, after_hours = 1 } } }),
                flags
            )
        );
        await example.MoveOn(stage, run);

        await stage.Undo(run);
        var halfway = await stage.App.Get($"/api/v1/runs/{run.RunId}");
        await stage.AdvanceClock(run);
        await Poll.Until(async () => await stage.CountPendingWork(run) == 0);

        (await Share(flags[0]), await Share(flags[1])).ShouldBe((100, 0));
        (halfway.GetProperty("state").GetString(), halfway.GetProperty("waiting").GetInt32()).ShouldBe(("waiting", 1));
        var now = await stage.App.Get($"/api/v1/runs/{run.RunId}");
        (now.GetProperty("state").GetString(), now.GetProperty("waiting").GetInt32()).ShouldBe(("partly", 0));
    }

    private async Task<int> Share(string flag)
    {
        await using var work = await console.Database.Read();
        return await work.One<int>("select percent from laws.flag_values where flag_id = @flag and closed_by is null", new { flag });
    }
}
