using System.Net.Http.Json;
using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Messaging.Automations;
using static OwnerConsole.Tests.Messaging.Automations.LifecycleHarness;

namespace OwnerConsole.Tests.Messaging.Automations;

/// <summary>Automations run operations once per tenant, under their own permissions and ceilings, and stop when a team member decides otherwise.</summary>
[Slow(5, "Automations")]
public sealed class LifecycleAutomationTests
{
    [Fact]
    public async Task A_trial_is_extended_once_within_the_ceiling_and_suspended_after_an_approval()
    {
        await using var console = await TestConsole.Start();
        var app = await TestApplication.Connect(console);
        var owner = await TestBrowser.Owner(console);
        var id = await Create(app, Extension(2));
        await app.Run("automation.enable", id);
        var (acorn, birch, cedar) = (await Trial(app, "acorn"), await Trial(app, "birch"), await Trial(app, "cedar"));

        await Run<DateSweep>(console);
        await Await(console, app, id, rows => rows.Count(row => Done(row) == 2) == 2 && rows.Any(row => Reason(row) == "ceiling"));
        var waiting = await Waiting(app, id);
        await Execute(console, "update automations.enrollments set step = 0, due_at = now() where step = 2"); // as after a crash
        await Await(console, app, id, rows => rows.Count(row => Done(row) == 2) == 2);
        var extended = await Count(console, $"select count(*) from core.runs where requested_by = '{id}'");
        await app.Run("automation.change", id, Extension(10));
        await Execute(console, "update automations.enrollments set due_at = now() where step = 0");
        await Await(console, app, id, rows => rows.All(row => Done(row) == 2));

        await app.Put($"/api/v1/tenants/{waiting[1]}", new { name = "converted", lifecycle = "active" });
        await app.Post($"/api/v1/runs/{await RunOf(app, id, waiting[0], 0)}/undo", new { });
        await Execute(console, "update automations.enrollments set due_at = now() where state = 'running'");
        await Await(console, app, id, rows => rows.Any(row => Reason(row) == "approval"));
        var pending = await RunOf(app, id, waiting[2], 1);
        var before = await app.Status(waiting[2]);
        await Approve(console, await app.Get($"/api/v1/runs/{pending}"));
        await app.Await($"/api/v1/runs/{pending}", run => Text(run, "state") == "done");
        await Execute(console, "update automations.enrollments set due_at = now() where state = 'running'");
        await Await(console, app, id, rows => rows.All(row => Text(row, "state") != "running"));

        extended.ShouldBe(2);
        new[] { acorn, birch, cedar }.ShouldBe(waiting, ignoreOrder: true);
        (before, await app.Status(waiting[2])).ShouldBe(("trial", "suspended"));
        var ended = (await app.Get($"/api/v1/automations/{id}/enrollments")).GetProperty("data").EnumerateArray();
        ended
            .ToDictionary(row => Text(row, "tenant_id")!, row => Text(row, "reason") ?? Text(row, "state"), StringComparer.Ordinal)
            .ShouldBe(
                new Dictionary<string, string?>(StringComparer.Ordinal)
                {
                    [waiting[0]] = "undone",
                    [waiting[1]] = "date_changed",
                    [waiting[2]] = "completed",
                },
                ignoreOrder: true
            );
        var results = (await app.Get($"/api/v1/automations/{id}")).GetProperty("results");
        (results.GetProperty("runs").GetInt64(), results.GetProperty("refused_runs").GetInt64()).ShouldBe((4, 0));
        var simulated = await app.Get($"/api/v1/automations/{id}/simulation");
        simulated.GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("times").GetInt64()).ShouldBe([2, 2, 0]);
        simulated.GetProperty("busiest_day").GetInt64().ShouldBe(2);
        var history = (await app.Get($"/api/v1/enrollments?tenant={waiting[2]}")).GetProperty("data")[0];
        history
            .GetProperty("runs")
            .EnumerateArray()
            .Select(run => (Text(run, "operation"), Text(run, "state")))
            .ShouldBe([("tenant.extend_trial", "done"), ("tenant.suspend", "done")]);
        foreach (
            var (address, shown) in new[]
            {
                ("/lifecycle", "Trial to paid"),
                ("/lifecycle", "Second chance"),
                ($"/messaging/automations/{id}?simulate=true", "Extend trial"),
                ($"/messaging/automations/{id}?simulate=true", "Busiest day"),
                ($"/tenants/{waiting[2]}", "Second chance"),
            }
        )
        {
            await owner.Get(address);
            owner.Page.ShouldContain(shown);
        }
    }

    [Fact]
    public async Task An_automation_runs_only_undoable_operations_that_its_author_can_run()
    {
        await using var console = await TestConsole.Start();
        var app = await TestApplication.Connect(console);
        var limited = await TestApplication.Connect(console, Mode.Live, null, "automation.*", "tenant.extend_trial", "operation.read");

        (await limited.Refusal("automation.create", IdGenerator.Platform, Extension(5))).ShouldBe("operations_not_permitted");
        (await limited.Refusal("automation.enable", "aut_win_back")).ShouldBe("operations_not_permitted");
        (await Error(app, new { kind = "operation", operation = "tenant.anonymise" })).ShouldContain("row 1: tenant.anonymise");
        (
            await Error(
                app,
                new
                {
                    kind = "operation",
                    operation = "tenant.extend_trial",
                    input = "{\"weeks\": 1}",
                }
            )
        ).ShouldContain("weeks");
        (
            await Error(
                app,
                new
                {
                    kind = "operation",
                    operation = "tenant.extend_trial",
                    input = "7 days",
                }
            )
        ).ShouldContain("must be a JSON object");
        (
            await Error(
                app,
                new
                {
                    kind = "operation",
                    operation = "note.add",
                    input = "{\"text\": \"{{event.percent}}\"}",
                }
            )
        ).ShouldContain("event.percent");
        (await Error(app, new { kind = "operation" })).ShouldContain("an operation must be selected.");
        var changed = await limited.Run("automation.change", "aut_win_back", Message);
        await limited.Run("automation.enable", "aut_win_back");
        (await limited.UndoRefused(changed)).ShouldBe("operations_not_permitted");
        var disabled = await limited.Run("automation.disable", "aut_win_back");
        await app.Undo(changed);
        (await limited.UndoRefused(disabled)).ShouldBe("operations_not_permitted");
        (await app.Get("/api/v1/automations?kind=lifecycle"))
            .GetProperty("data")
            .EnumerateArray()
            .Select(row => Text(row, "id"))
            .ShouldBe(["aut_dormant_clean_up", "aut_dunning_hand_over", "aut_trial_to_paid", "aut_win_back"]);
    }

    [Fact]
    public async Task A_preview_names_the_ceiling_that_could_have_been_exceeded()
    {
        await using var console = await TestConsole.Start();
        var app = await TestApplication.Connect(console);
        await Trial(app, "acorn");
        await Trial(app, "birch");

        var above = await Sentence(Extension(1));
        var within = await Sentence(Extension(2));

        above.ShouldContain("its operations could have exceeded the ceiling of 1 run in 24 hours.");
        within.ShouldContain("would have started 2 times for 2 tenants");
        within.ShouldNotContain("ceiling");

        async Task<string> Sentence(object input) =>
            Text((await app.Preview("automation.create", [IdGenerator.Platform], input)).GetProperty("subjects")[0], "text")!;
    }

    [Fact]
    public async Task Two_automations_do_not_start_each_other_without_end()
    {
        await using var console = await TestConsole.Start();
        var app = await TestApplication.Connect(console);
        var lift = await On(app, Reaction("Lift", "tenant.suspended", "tenant.reactivate", "{}"));
        var suspend = await On(app, Reaction("Suspend", "tenant.reactivated", "tenant.suspend", "{\"cause\": \"other\"}"));
        var (acorn, birch) = (await app.Tenant("acorn"), await app.Tenant("birch"));

        await app.Run("tenant.suspend", acorn, new { cause = "other" });
        await Await(console, app, suspend, rows => rows.Any(row => Done(row) == 1));
        await app.Run("tenant.suspend", birch, new { cause = "other" });
        // The log is read in its order, so the second suspension of the first tenant has been read by then.
        await Await(console, app, suspend, rows => rows.Count(row => Done(row) == 1) == 2);

        (await Count(console, $"select count(*) from automations.enrollments where automation_id = '{lift}' and tenant_id = '{acorn}'")).ShouldBe(1);
        (await Count(console, $"select count(*) from core.runs where requested_by in ('{lift}', '{suspend}')")).ShouldBe(4);
    }

    private static async Task<string> On(TestApplication app, object automation)
    {
        var id = await Create(app, automation);
        await app.Run("automation.enable", id);
        return id;
    }

    private static object Reaction(string name, string trigger, string operation, string input) =>
        new
        {
            name,
            events = new[] { trigger },
            steps = new[]
            {
                new
                {
                    kind = "operation",
                    operation,
                    input,
                },
            },
        };

    private static object Message =>
        new
        {
            name = "Win-back",
            date = "cancellation",
            offset_days = 30,
            steps = new[]
            {
                new
                {
                    kind = "in_app",
                    subject = "What was missing?",
                    body = "Tell us.",
                },
            },
        };

    private static object Extension(int runs) =>
        new
        {
            name = "Second chance",
            date = "trial_start",
            once = true,
            runs_per_day = runs,
            conditions = new[]
            {
                new
                {
                    field = "lifecycle",
                    @operator = "is",
                    value = "trial",
                },
            },
            steps = new object[]
            {
                new
                {
                    kind = "operation",
                    operation = "tenant.extend_trial",
                    input = "{\"days\": 7}",
                },
                new { kind = "wait", wait = 2 },
                new
                {
                    kind = "operation",
                    operation = "tenant.suspend",
                    input = "{\"cause\": \"other\"}",
                    approval = "required",
                },
            },
        };

    private static async Task<string> Error(TestApplication app, object step) =>
        (
            await Should.ThrowAsync<HttpRequestException>(() =>
                app.Preview(
                    "automation.create",
                    [IdGenerator.Platform],
                    new
                    {
                        name = "Wrong",
                        date = "sign_up",
                        steps = new[] { step },
                    }
                )
            )
        ).Message;

    /// <returns>Ids of the tenants; the one that waits for the ceiling is the first.</returns>
    private static async Task<string[]> Waiting(TestApplication app, string id) =>
        [.. (await app.Get($"/api/v1/automations/{id}/enrollments")).GetProperty("data").EnumerateArray().OrderBy(Done).Select(row => Text(row, "tenant_id")!)];

    /// <summary>Approves a run as another owner, with the form token of a page.</summary>
    private static async Task Approve(TestConsole console, JsonElement run)
    {
        var other = await TestBrowser.Join(console, "owner");
        await other.Get("/approvals");
        using var content = JsonContent.Create(new { hash = Text(run, "hash") });
        using var response = await other.Send(
            HttpMethod.Post,
            $"/api/v1/runs/{Text(run, "id")}/approve",
            content,
            ("Sec-Fetch-Site", "same-origin"),
            ("RequestVerificationToken", other.Token)
        );
        response.IsSuccessStatusCode.ShouldBeTrue(other.Page);
    }
}
