using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Plans.Plans;

namespace OwnerConsole.Tests.Plans.Upgrades;

public sealed class UpgradeAnswerTests(TestConsole console) : IClassFixture<TestConsole>, IAsyncLifetime
{
    private const string Approve = "upgrade.approve",
        Reject = "upgrade.reject";

    private UpgradePlatform _upgrades = null!; // set before each test

    public async ValueTask InitializeAsync() => _upgrades = await UpgradePlatform.Open(console);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private TestApplication App => _upgrades.App;

    [Fact]
    public async Task An_approval_replaces_the_plan_and_logs_both_events()
    {
        var acme = await _upgrades.On("answer-1", "starter", "seats");
        var id = await _upgrades.RequestedId(acme, "pro", replaces: ["starter"]);

        var run = await App.Run(Approve, id);

        run.GetProperty("lines")[0].GetProperty("text").GetString().ShouldStartWith("answer-1 gets Pro instead of Starter. MRR grows by 30.00 USD.");
        (await _upgrades.CurrentPlans(acme)).ShouldBe("pro 1, seats 1");
        var request = await _upgrades.Request(id);
        request.GetProperty("state").GetString().ShouldBe("approved");
        request.GetProperty("approved_plan").GetString().ShouldBe("pro");
        request.GetProperty("run_id").GetString().ShouldBe(run.GetProperty("id").GetString());
        (await _upgrades.LoggedEvents(acme, "%"))[^2..]
            .ShouldBe([
                """tenant.plan_changed {"plan_items":[{"plan":"pro","quantity":1},{"plan":"seats","quantity":1}]}""",
                $$"""upgrade.approved {"upgrade":"{{id}}","requested_plan":"pro","plan":"pro"}""",
            ]);
    }

    [Fact]
    public async Task An_approval_compares_the_price_of_the_subscribed_version()
    {
        var id = (await PlanTests.Create(App, "solo", "Solo", 1000)).Created();
        var acme = await _upgrades.On("answer-older", "solo");
        await App.Run("plan.change", id, new { price = new { amount = 1500, currency = "USD" } });
        var asked = await _upgrades.RequestedId(acme, "pro");

        var run = await App.Run(Approve, asked);

        run.GetProperty("lines")[0].GetProperty("text").GetString().ShouldStartWith("answer-older gets Pro instead of Solo. MRR grows by 39.00 USD.");
    }

    [Fact]
    public async Task The_preview_shows_the_new_limits_which_apply_at_once()
    {
        await App.Run("feature.declare", IdGenerator.Platform, Counter("projects"));
        await Grants("pro", "50");
        var acme = await _upgrades.On("answer-2", "starter");
        var id = await _upgrades.RequestedId(acme, "pro");

        var preview = await App.Preview(Approve, [id]);
        await App.Run(Approve, id);

        preview
            .GetProperty("subjects")[0]
            .GetProperty("text")
            .GetString()
            .ShouldBe("answer-2 gets Pro instead of Starter. MRR grows by 30.00 USD. projects: 50 instead of 5.");
        (await App.Get($"/api/v1/tenants/{acme}/entitlements"))
            .GetProperty("data")
            .EnumerateArray()
            .Single(view => view.GetProperty("feature").GetString() == "projects")
            .GetProperty("limit")
            .GetString()
            .ShouldBe("50");
    }

    [Fact]
    public async Task The_new_plan_keeps_the_quantity_of_the_replaced_one()
    {
        var acme = await _upgrades.On("answer-3");
        await App.Put($"/api/v1/tenants/{acme}", new { plan_items = new[] { new { plan = "seats", quantity = 4 } } });
        var id = await _upgrades.RequestedId(acme, "pro");

        var run = await App.Run(Approve, id);

        (await _upgrades.CurrentPlans(acme)).ShouldBe("pro 4");
        run.GetProperty("lines")[0].GetProperty("text").GetString().ShouldStartWith("answer-3 gets Pro instead of Seats. MRR grows by 160.00 USD.");
    }

    [Fact]
    public async Task An_owner_can_approve_a_counter_offer_with_a_message()
    {
        var acme = await _upgrades.On("answer-4", "starter");
        var id = await _upgrades.RequestedId(acme, "enterprise");

        var run = await App.Run(Approve, id, new { plan = "pro", answer = "Pro has all that you need." });

        run.GetProperty("lines")[0]
            .GetProperty("text")
            .GetString()
            .ShouldStartWith("answer-4 gets Pro as a counter-offer, instead of Starter. MRR grows by 30.00 USD.");
        (await _upgrades.CurrentPlans(acme)).ShouldBe("pro 1");
        var request = await _upgrades.Request(id);
        request.GetProperty("approved_plan").GetString().ShouldBe("pro");
        request.GetProperty("answer").GetString().ShouldBe("Pro has all that you need.");
        (await _upgrades.LoggedEvents(acme))[^1].ShouldBe($$"""upgrade.approved {"upgrade":"{{id}}","requested_plan":"enterprise","plan":"pro"}""");
    }

    [Fact]
    public async Task Undo_restores_the_plans_and_the_request_and_logs_both_events()
    {
        var acme = await _upgrades.On("answer-5", "starter");
        var id = await _upgrades.RequestedId(acme, "pro");
        var run = await App.Run(Approve, id, new { answer = "Welcome." });

        await App.Undo(run);

        (await _upgrades.CurrentPlans(acme)).ShouldBe("starter 1");
        var request = await _upgrades.Request(id);
        request.GetProperty("state").GetString().ShouldBe("open");
        request.GetProperty("answer").ValueKind.ShouldBe(JsonValueKind.Null);
        (await _upgrades.LoggedEvents(acme, "%"))[^2..]
            .ShouldBe([
                """tenant.plan_changed {"plan_items":[{"plan":"starter","quantity":1}]}""",
                $$"""upgrade.requested {"upgrade":"{{id}}","plan":"pro","replaces":["starter"]}""",
            ]);
    }

    [Fact]
    public async Task Undo_is_refused_after_the_plans_changed()
    {
        var acme = await _upgrades.On("answer-6", "starter");
        var id = await _upgrades.RequestedId(acme, "pro");
        var run = await App.Run(Approve, id);
        await App.Put($"/api/v1/tenants/{acme}", new { plan_items = new[] { new { plan = "enterprise" } } });

        (await App.UndoRefused(run)).ShouldBe("moved_on");
        (await _upgrades.State(id)).ShouldBe("approved");
        (await _upgrades.CurrentPlans(acme)).ShouldBe("enterprise 1");
    }

    [Fact]
    public async Task A_rejection_shows_its_reason_to_the_tenant_but_not_in_the_event()
    {
        var acme = await _upgrades.On("answer-7", "starter");
        var id = await _upgrades.RequestedId(acme, "pro");

        await App.Run(Reject, id, new { reason = "Your invoice is still open." });

        var request = await _upgrades.Request(id);
        request.GetProperty("state").GetString().ShouldBe("rejected");
        request.GetProperty("answer").GetString().ShouldBe("Your invoice is still open.");
        (await _upgrades.CurrentPlans(acme)).ShouldBe("starter 1");
        (await _upgrades.LoggedEvents(acme))[^1].ShouldBe($$"""upgrade.rejected {"upgrade":"{{id}}","plan":"pro"}""");
    }

    [Fact]
    public async Task A_rejection_can_be_undone_unless_the_tenant_requested_again()
    {
        var (acme, other) = (await _upgrades.On("answer-8", "starter"), await _upgrades.On("answer-9", "starter"));
        var (id, late) = (await _upgrades.RequestedId(acme, "pro"), await _upgrades.RequestedId(other, "pro"));
        var (first, second) = (await App.Run(Reject, id, new { reason = "No." }), await App.Run(Reject, late, new { reason = "No." }));
        await _upgrades.RequestedId(other, "pro");

        await App.Undo(first);

        (await _upgrades.State(id)).ShouldBe("open");
        (await App.UndoRefused(second)).ShouldBe("moved_on");
        (await _upgrades.State(late)).ShouldBe("rejected");
    }

    [Fact]
    public async Task An_outdated_request_is_refused_with_its_reason()
    {
        var retired = (await PlanOf("gone")).Created();
        var (a, b, c, d) = (
            await _upgrades.On("stale-1", "starter"),
            await _upgrades.On("stale-2", "starter"),
            await _upgrades.On("stale-3", "starter"),
            await _upgrades.On("stale-4", "starter")
        );
        var (ofRetired, ofHeld, ofOther, ofCancelled) = (
            await _upgrades.RequestedId(a, "gone"),
            await _upgrades.RequestedId(b, "pro"),
            await _upgrades.RequestedId(c, "pro"),
            await _upgrades.RequestedId(d, "pro")
        );
        await App.Run("plan.retire", retired);
        await App.Put($"/api/v1/tenants/{b}", new { plan_items = new[] { new { plan = "pro" } } });
        await App.Put($"/api/v1/tenants/{c}", new { plan_items = new[] { new { plan = "enterprise" } } });
        await _upgrades.Cancel(ofCancelled);

        (await App.Refusal(Approve, ofRetired)).ShouldBe("unknown_plan");
        (await App.Refusal(Approve, ofRetired, new { plan = "pro" })).ShouldBeNull();
        (await App.Refusal(Approve, ofHeld)).ShouldBe("already_held");
        (await App.Refusal(Approve, ofOther)).ShouldBe("replaces_gone");
        (await App.Refusal(Approve, ofCancelled)).ShouldBe("already_answered");
        (await App.Refusal(Reject, ofCancelled, new { reason = "No." })).ShouldBe("already_answered");
        (await App.Refusal(Reject, ofRetired, new { reason = " " })).ShouldBe("reason_needed");
        (await App.Refusal(Reject, ofRetired, new { reason = "No." })).ShouldBeNull();
    }

    [Fact]
    public async Task A_price_change_after_the_preview_requires_a_new_preview()
    {
        var plan = (await PlanOf("moving")).Created();
        var id = await _upgrades.RequestedId(await _upgrades.On("answer-10", "starter"), "moving");
        var preview = await App.Preview(Approve, [id]);
        await App.Run("plan.change", plan, new { price = new { amount = 990000, currency = "USD" } });

        var (status, answer) = await App.Send(HttpMethod.Post, "/api/v1/runs", Json.Text(new { preview = preview.GetProperty("id").GetString() }));

        (status, answer.GetProperty("code").GetString()).ShouldBe((409, "changed_since_preview"));
    }

    [Fact]
    public async Task A_bulk_approval_approves_only_the_first_request_of_a_tenant()
    {
        var (a, b) = (await _upgrades.On("many-1", "starter"), await _upgrades.On("many-2", "seats"));
        string[] ids = [await _upgrades.RequestedId(a, "pro"), await _upgrades.RequestedId(a, "enterprise"), await _upgrades.RequestedId(b, "pro")];

        var preview = await App.Preview(Approve, ids);
        var run = await App.Post("/api/v1/runs", new { preview = preview.GetProperty("id").GetString() });

        run.GetProperty("done").GetInt32().ShouldBe(2);
        preview
            .GetProperty("subjects")
            .EnumerateArray()
            .Select(element => element.GetProperty("refusal").GetString())
            .Where(code => code is not null)
            .ShouldBe(["another_first"]);
        (await _upgrades.CurrentPlans(b)).ShouldBe("pro 1");
        await App.Undo(run);
        (await _upgrades.CurrentPlans(a)).ShouldBe("starter 1");
        (await _upgrades.CurrentPlans(b)).ShouldBe("seats 1");
    }

    private Task<JsonElement> PlanOf(string key) => Plans.PlanTests.Create(App, key, key, 1000);

    private static object Counter(string key) =>
        new
        {
            key,
            name = key,
            kind = "counter",
            unit = "project",
            allows = "5",
        };

    private async Task Grants(string plan, string projects)
    {
        var id = (await App.Get("/api/v1/plans"))
            .GetProperty("data")
            .EnumerateArray()
            .Single(element => element.GetProperty("key").GetString() == plan)
            .GetProperty("id")
            .GetString()!;
        await App.Run("plan.limit", id, new { limits = new[] { new { feature = "projects", allows = projects } }, rollout = "all" });
    }
}
