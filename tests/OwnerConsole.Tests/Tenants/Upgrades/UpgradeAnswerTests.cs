using System.Text.Json;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Tests.Tenants.Plans;

namespace OwnerConsole.Tests.Tenants.Upgrades;

public sealed class UpgradeAnswerTests(TestConsole console) : IClassFixture<TestConsole>, IAsyncLifetime
{
    private const string Approve = "upgrade.approve",
        Reject = "upgrade.reject";

    private UpgradePlatform _asking = null!; // set before each test

    public async ValueTask InitializeAsync() => _asking = await UpgradePlatform.Open(console);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private TestApplication App => _asking.App;

    [Fact]
    public async Task Approved_the_tenant_holds_the_plan_instead_and_both_events_tell_it()
    {
        var acme = await _asking.On("answer-1", "starter", "seats");
        var id = await _asking.Asked(acme, "pro", replaces: ["starter"]);

        var run = await App.Run(Approve, id);

        run.GetProperty("lines")[0].GetProperty("text").GetString().ShouldBe("answer-1 gets Pro instead of Starter. MRR grows by 30.00 USD.");
        (await _asking.Held(acme)).ShouldBe("pro 1, seats 1");
        var request = await _asking.Request(id);
        request.GetProperty("state").GetString().ShouldBe("approved");
        request.GetProperty("given").GetString().ShouldBe("pro");
        request.GetProperty("run_id").GetString().ShouldBe(run.GetProperty("id").GetString());
        (await _asking.Told(acme, "%"))[^2..]
            .ShouldBe([
                """tenant.plan_changed {"plan_items":[{"plan":"pro","quantity":1},{"plan":"seats","quantity":1}]}""",
                $$"""upgrade.approved {"upgrade":"{{id}}","asked":"pro","plan":"pro"}""",
            ]);
    }

    [Fact]
    public async Task What_it_paid_for_the_version_it_held_is_what_goes()
    {
        var id = Entitlements.LimitedPlatform.Created(await PlanTests.Create(App, "solo", "Solo", 1000));
        var acme = await _asking.On("answer-older", "solo");
        await App.Run("plan.change", id, new { price = new { amount = 1500, currency = "USD" } });
        var asked = await _asking.Asked(acme, "pro");

        var run = await App.Run(Approve, asked);

        run.GetProperty("lines")[0].GetProperty("text").GetString().ShouldBe("answer-older gets Pro instead of Solo. MRR grows by 39.00 USD.");
    }

    [Fact]
    public async Task The_preview_says_what_the_limits_become_and_a_higher_one_holds_at_once()
    {
        await App.Run("feature.declare", IdGenerator.Platform, Counter("projects"));
        await Grants("pro", "50");
        var acme = await _asking.On("answer-2", "starter");
        var id = await _asking.Asked(acme, "pro");

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
    public async Task As_many_of_the_new_plan_as_of_the_one_it_replaces()
    {
        var acme = await _asking.On("answer-3");
        await App.Put($"/api/v1/tenants/{acme}", new { plan_items = new[] { new { plan = "seats", quantity = 4 } } });
        var id = await _asking.Asked(acme, "pro");

        var run = await App.Run(Approve, id);

        (await _asking.Held(acme)).ShouldBe("pro 4");
        run.GetProperty("lines")[0].GetProperty("text").GetString().ShouldBe("answer-3 gets Pro instead of Seats. MRR grows by 160.00 USD.");
    }

    [Fact]
    public async Task Another_plan_is_given_as_a_counter_offer_with_a_word_for_the_tenant()
    {
        var acme = await _asking.On("answer-4", "starter");
        var id = await _asking.Asked(acme, "enterprise");

        var run = await App.Run(Approve, id, new { plan = "pro", answer = "Pro has all that you need." });

        run.GetProperty("lines")[0]
            .GetProperty("text")
            .GetString()
            .ShouldBe("answer-4 gets Pro as a counter-offer, instead of Starter. MRR grows by 30.00 USD.");
        (await _asking.Held(acme)).ShouldBe("pro 1");
        var request = await _asking.Request(id);
        request.GetProperty("given").GetString().ShouldBe("pro");
        request.GetProperty("answer").GetString().ShouldBe("Pro has all that you need.");
        (await _asking.Told(acme))[^1].ShouldBe($$"""upgrade.approved {"upgrade":"{{id}}","asked":"enterprise","plan":"pro"}""");
    }

    [Fact]
    public async Task Undo_brings_back_the_plans_and_the_request_and_tells_both()
    {
        var acme = await _asking.On("answer-5", "starter");
        var id = await _asking.Asked(acme, "pro");
        var run = await App.Run(Approve, id, new { answer = "Welcome." });

        await App.Undo(run);

        (await _asking.Held(acme)).ShouldBe("starter 1");
        var request = await _asking.Request(id);
        request.GetProperty("state").GetString().ShouldBe("open");
        request.GetProperty("answer").ValueKind.ShouldBe(JsonValueKind.Null);
        (await _asking.Told(acme, "%"))[^2..]
            .ShouldBe([
                """tenant.plan_changed {"plan_items":[{"plan":"starter","quantity":1}]}""",
                $$"""upgrade.requested {"upgrade":"{{id}}","plan":"pro","replaces":["starter"]}""",
            ]);
    }

    [Fact]
    public async Task Undo_comes_too_late_once_the_plans_have_moved_on()
    {
        var acme = await _asking.On("answer-6", "starter");
        var id = await _asking.Asked(acme, "pro");
        var run = await App.Run(Approve, id);
        await App.Put($"/api/v1/tenants/{acme}", new { plan_items = new[] { new { plan = "enterprise" } } });

        (await App.UndoRefused(run)).ShouldBe("moved_on");
        (await _asking.State(id)).ShouldBe("approved");
        (await _asking.Held(acme)).ShouldBe("enterprise 1");
    }

    [Fact]
    public async Task Rejected_the_tenant_reads_why_and_the_event_says_nothing_of_it()
    {
        var acme = await _asking.On("answer-7", "starter");
        var id = await _asking.Asked(acme, "pro");

        await App.Run(Reject, id, new { reason = "Your invoice is still open." });

        var request = await _asking.Request(id);
        request.GetProperty("state").GetString().ShouldBe("rejected");
        request.GetProperty("answer").GetString().ShouldBe("Your invoice is still open.");
        (await _asking.Held(acme)).ShouldBe("starter 1");
        (await _asking.Told(acme))[^1].ShouldBe($$"""upgrade.rejected {"upgrade":"{{id}}","plan":"pro"}""");
    }

    [Fact]
    public async Task A_rejection_is_taken_back_unless_the_tenant_has_asked_anew()
    {
        var (acme, other) = (await _asking.On("answer-8", "starter"), await _asking.On("answer-9", "starter"));
        var (id, late) = (await _asking.Asked(acme, "pro"), await _asking.Asked(other, "pro"));
        var (first, second) = (await App.Run(Reject, id, new { reason = "No." }), await App.Run(Reject, late, new { reason = "No." }));
        await _asking.Asked(other, "pro");

        await App.Undo(first);

        (await _asking.State(id)).ShouldBe("open");
        (await App.UndoRefused(second)).ShouldBe("moved_on");
        (await _asking.State(late)).ShouldBe("rejected");
    }

    [Fact]
    public async Task What_is_stale_is_refused_in_words()
    {
        var retired = (await PlanOf("gone")).GetProperty("lines")[0].GetProperty("created").GetString()!;
        var (a, b, c, d) = (
            await _asking.On("stale-1", "starter"),
            await _asking.On("stale-2", "starter"),
            await _asking.On("stale-3", "starter"),
            await _asking.On("stale-4", "starter")
        );
        var (ofRetired, ofHeld, ofOther, ofCancelled) = (
            await _asking.Asked(a, "gone"),
            await _asking.Asked(b, "pro"),
            await _asking.Asked(c, "pro"),
            await _asking.Asked(d, "pro")
        );
        await App.Run("plan.retire", retired);
        await App.Put($"/api/v1/tenants/{b}", new { plan_items = new[] { new { plan = "pro" } } });
        await App.Put($"/api/v1/tenants/{c}", new { plan_items = new[] { new { plan = "enterprise" } } });
        await _asking.Cancel(ofCancelled);

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
    public async Task A_price_that_changed_since_the_preview_is_looked_at_again()
    {
        var plan = (await PlanOf("moving")).GetProperty("lines")[0].GetProperty("created").GetString()!;
        var id = await _asking.Asked(await _asking.On("answer-10", "starter"), "moving");
        var preview = await App.Preview(Approve, [id]);
        await App.Run("plan.change", plan, new { price = new { amount = 990000, currency = "USD" } });

        var (status, answer) = await App.Send(HttpMethod.Post, "/api/v1/runs", Json.Text(new { preview = preview.GetProperty("id").GetString() }));

        (status, answer.GetProperty("code").GetString()).ShouldBe((409, "changed_since_preview"));
    }

    [Fact]
    public async Task Many_are_approved_together_and_of_one_tenant_only_the_first()
    {
        var (a, b) = (await _asking.On("many-1", "starter"), await _asking.On("many-2", "seats"));
        string[] ids = [await _asking.Asked(a, "pro"), await _asking.Asked(a, "enterprise"), await _asking.Asked(b, "pro")];

        var preview = await App.Preview(Approve, ids);
        var run = await App.Post("/api/v1/runs", new { preview = preview.GetProperty("id").GetString() });

        run.GetProperty("done").GetInt32().ShouldBe(2);
        preview
            .GetProperty("subjects")
            .EnumerateArray()
            .Select(element => element.GetProperty("refusal").GetString())
            .Where(code => code is not null)
            .ShouldBe(["another_first"]);
        (await _asking.Held(b)).ShouldBe("pro 1");
        await App.Undo(run);
        (await _asking.Held(a)).ShouldBe("starter 1");
        (await _asking.Held(b)).ShouldBe("seats 1");
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
        await App.Run("plan.limit", id, new { limits = new[] { new { feature = "projects", allows = projects } }, holders = "all" });
    }
}
