using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Messaging.Automations;
using static OwnerConsole.Tests.Messaging.Automations.LifecycleHarness;

namespace OwnerConsole.Tests.Messaging.Automations;

/// <summary>Requests for approval end with their sequences, and paused or stopped sequences continue where they were.</summary>
public sealed class LifecycleApprovalTests
{
    [Fact]
    public async Task A_request_for_approval_is_withdrawn_when_its_sequence_ends_and_made_again_when_it_continues()
    {
        await using var console = await TestConsole.Start();
        var app = await TestApplication.Connect(console);
        var id = await Create(app, Suspension);
        await app.Run("automation.enable", id);
        var (acorn, birch) = (await Trial(app, "acorn"), await Trial(app, "birch"));
        await Run<DateSweep>(console);
        await Await(console, app, id, rows => rows.Count(row => Reason(row) == "approval") == 2);
        var (first, second) = (await RunOf(app, id, acorn, 0), await RunOf(app, id, birch, 0));

        await app.Put($"/api/v1/tenants/{acorn}", new { name = "acorn", lifecycle = "active" });
        var stopped = await app.Run("automation.stop", birch);
        await Execute(console, "update automations.enrollments set due_at = now() where state = 'running'");
        await Await(console, app, id, rows => rows.All(row => Reason(row) == "withdrawn"));
        var states = new[] { first, second }.Select(run => app.Get($"/api/v1/runs/{run}"));
        (await Task.WhenAll(states)).ShouldAllBe(run => Text(run, "state") == "stopped");
        await app.Undo(stopped);
        await Execute(console, "update automations.enrollments set due_at = now() where state = 'running'");
        await Await(console, app, id, rows => rows.Any(row => Reason(row) == "approval"));
        await app.Run("automation.pause", id);
        var owner = await TestBrowser.Owner(console);
        await owner.Get($"/messaging/automations/{id}");

        owner.Page.ShouldContain("Requests for approval stay open while this automation is paused");
        (await RunOf(app, id, birch, 0)).ShouldNotBe(second);
        (await Count(console, $"select count(*) from core.runs where requested_by = '{id}' and state = 'waiting_approval'")).ShouldBe(1);
        (await app.Get($"/api/v1/automations/{id}")).GetProperty("results").GetProperty("refused_runs").GetInt64().ShouldBe(0);
    }

    [Fact]
    public async Task Sequences_wait_while_their_automation_is_paused_and_continue_after_an_undone_stop()
    {
        await using var console = await TestConsole.Start();
        var app = await TestApplication.Connect(console);
        var id = await Create(app, Tagged);
        await app.Run("automation.enable", id);
        var acorn = await Trial(app, "acorn");
        await Run<DateSweep>(console);
        await Await(console, app, id, rows => rows.Any(row => Done(row) == 1));

        var stopped = await app.Run("automation.stop", acorn);
        var reason = Text((await app.Get($"/api/v1/enrollments?tenant={acorn}")).GetProperty("data")[0], "reason");
        var again = await app.Refusal("automation.stop", acorn);
        await app.Undo(stopped);
        await app.Run("automation.pause", id);
        await Execute(console, "update automations.enrollments set due_at = now() where state = 'running'");
        await Run<StepRunner>(console);
        var waiting = (await app.Get($"/api/v1/automations/{id}/enrollments")).GetProperty("data")[0];
        await app.Run("automation.resume", id);
        await Await(console, app, id, rows => rows.All(row => Text(row, "state") == "completed"));

        (reason, again).ShouldBe(("stopped_by_team", "no_sequences"));
        (Text(waiting, "state"), Done(waiting)).ShouldBe(("running", 1));
        (await app.Get($"/api/v1/enrollments?tenant={acorn}"))
            .GetProperty("data")[0]
            .GetProperty("runs")
            .EnumerateArray()
            .Select(run => (Text(run, "state"), Text(run, "reason")))
            .ShouldBe([("unchanged", "not_suspended"), ("done", null)]);
        (await Count(console, $"select count(*) from notes.tags where tenant_id = '{acorn}' and tag = 'welcome acorn' and closed_by is null")).ShouldBe(1);
    }

    private static object Suspension =>
        new
        {
            name = "Suspension",
            date = "trial_start",
            steps = new[]
            {
                new
                {
                    kind = "operation",
                    operation = "tenant.suspend",
                    input = "{\"cause\": \"other\"}",
                    approval = "required",
                },
            },
        };

    private static object Tagged =>
        new
        {
            name = "Welcome tag",
            date = "trial_start",
            steps = new object[]
            {
                new { kind = "wait", wait = 2 },
                new { kind = "operation", operation = "tenant.reactivate" }, // refused with not_suspended, because there is nothing to do
                new
                {
                    kind = "operation",
                    operation = "tenant.tag",
                    input = "{\"tag\": \"welcome {{tenant.name}}\"}",
                },
            },
        };
}
