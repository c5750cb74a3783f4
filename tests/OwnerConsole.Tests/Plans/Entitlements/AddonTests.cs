using System.Text.Json;
using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Plans.Plans;

namespace OwnerConsole.Tests.Plans.Entitlements;

/// <summary>An add-on extends the limits of a plan. The numbers in the names are the rules of the limits' design.</summary>
public sealed class AddonTests(TestConsole console) : IClassFixture<TestConsole>, IAsyncLifetime
{
    private LimitedPlatform _limited = null!; // set before each test

    public async ValueTask InitializeAsync()
    {
        _limited = await LimitedPlatform.Open(console);
        if ((await _limited.App.Get("/api/v1/plans")).GetProperty("data").EnumerateArray().Any(plan => plan.GetProperty("key").GetString() == "more"))
            return;
        await Addon("more", ("sessions", "50"), ("storage", "1.25"), ("sso", "on"));
        await Addon("endless", ("sessions", "unlimited"));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Rule_2_an_addon_adds_its_limit_per_quantity_and_an_override_wins()
    {
        var acme = await Hold("adds", ("starter", 1), ("more", 3));

        var sessions = await _limited.Entitlement(acme, "sessions");
        var sso = await _limited.Entitlement(acme, "sso");
        await _limited.App.Run(
            "tenant.override_limit",
            acme,
            new
            {
                feature = "sessions",
                allows = "7",
                reason = "Agreed",
            }
        );
        var alone = await _limited.Entitlement(acme, "sessions");

        LimitedPlatform.Said(sessions, "limit", "source").ShouldBe(["250", "addon"]); // 100 plus three times 50.
        sessions.GetProperty("source_id").GetString()!.ShouldStartWith("pln_");
        LimitedPlatform.Said(await _limited.Entitlement(acme, "storage"), "limit").ShouldBe(["6.25"]);
        LimitedPlatform.Said(await _limited.Entitlement(acme, "exports"), "limit", "source").ShouldBe(["5", "plan_version"]); // The add-on has no limit for exports.
        (sso.GetProperty("allowed").GetBoolean(), sso.GetProperty("source").GetString()).ShouldBe((true, "addon"));
        LimitedPlatform.Said(alone, "limit", "source").ShouldBe(["7", "override"]);
    }

    [Fact]
    public async Task Changing_to_several_plans_shows_the_limits_that_usage_would_exceed()
    {
        var acme = await Hold("several", ("starter", 1), ("more", 3));
        await _limited.App.Post(LimitedPlatform.Consume, LimitedPlatform.Asked(acme, "sessions", "240"));
        await _limited.App.Run("tenant.change_plan", acme, Items(("endless", 1)));
        var owner = await TestBrowser.Owner(console);

        await owner.Get($"/operations/new?operation=tenant.change_plan&subject={acme}&items.0.plan=starter&items.1.plan=more&items.1.quantity=2&back=/tenants");

        var summary = System.Net.WebUtility.HtmlDecode(owner.Page.Split("id=\"preview-summary\"")[1].Split("</table>")[0]);
        summary.ShouldContain("240 used");
        summary.ShouldContain(">200</span>"); // 100 plus twice 50.
        summary.ShouldContain("Exceeded");
    }

    [Fact]
    public async Task Rule_10_an_addon_raises_the_limit_and_undo_keeps_the_usage()
    {
        var acme = await Hold("raises", ("starter", 1));
        await _limited.App.Post(LimitedPlatform.Consume, LimitedPlatform.Asked(acme, "sessions", "100"));
        var (_, refused) = await _limited.Refused(LimitedPlatform.Consume, acme, "sessions", "30");

        var run = await _limited.App.Run("tenant.change_plan", acme, Items(("starter", 1), ("more", 1)));
        var more = await _limited.App.Post(LimitedPlatform.Consume, LimitedPlatform.Asked(acme, "sessions", "30"));
        await _limited.App.Undo(run);
        var back = await _limited.Entitlement(acme, "sessions");

        refused.GetProperty("upgrades").EnumerateArray().Select(plan => plan.GetProperty("plan").GetString()).ShouldContain("more"); // 100 plus 50 is enough for 130.
        LimitedPlatform.Said(more, "used", "limit").ShouldBe(["130", "150"]);
        LimitedPlatform.Said(back, "used", "limit", "remaining").ShouldBe(["130", "100", "0"]);
    }

    [Fact]
    public async Task Unlimited_addons_remove_the_limit_and_insufficient_ones_are_not_offered()
    {
        var acme = await Hold("endless", ("starter", 1));

        var (_, refused) = await _limited.Refused(LimitedPlatform.Consume, acme, "sessions", "200");
        await _limited.App.Run("tenant.change_plan", acme, Items(("starter", 1), ("endless", 1)));

        var offered = refused.GetProperty("upgrades").EnumerateArray().Select(plan => plan.GetProperty("plan").GetString()).ToList();
        offered.ShouldContain("endless");
        offered.ShouldNotContain("more");
        (await _limited.Entitlement(acme, "sessions")).GetProperty("limit").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task Rule_3_a_decision_names_the_addon_that_allowed_it()
    {
        var acme = await Hold("decided", ("starter", 1), ("more", 1));
        var answer = await _limited.App.Post(LimitedPlatform.Check, LimitedPlatform.Asked(acme, "sessions", "120"));

        var decision = await _limited.App.Get($"/api/v1/decisions/{answer.GetProperty("decision").GetString()}");

        var rules = decision.GetProperty("rules").EnumerateArray().ToList();
        rules.Where(rule => rule.GetProperty("decided").GetBoolean()).Select(rule => rule.GetProperty("source").GetString()).ShouldBe(["addon"]);
        rules.Select(rule => rule.GetProperty("plan").GetString()).ShouldContain("starter");
    }

    [Fact]
    public async Task A_requested_addon_replaces_no_plan_and_a_requested_plan_no_addon()
    {
        var acme = await Hold("asks", ("starter", 1));

        var first = await Approved(acme, "more");
        var second = await Approved(acme, "pro");

        first.ShouldBe(["more", "starter"]);
        second.ShouldBe(["more", "pro"]);
    }

    [Fact]
    public async Task A_counter_offer_replaces_the_plan_only_if_it_is_a_plan()
    {
        var acme = await Hold("counter", ("starter", 1));
        var several = await Hold("counter-many", ("starter", 1), ("pro", 1));

        var pro = await Approved(acme, "more", instead: "pro");
        var more = await Approved(acme, "enterprise", instead: "more");
        var asked = await _limited.App.Post($"/api/v1/tenants/{several}/upgrade-requests", new { plan = "more" });

        pro.ShouldBe(["pro"]);
        more.ShouldBe(["more", "pro"]);
        (await _limited.App.Refusal("upgrade.approve", asked.GetProperty("id").GetString()!, new { plan = "enterprise" })).ShouldBe("replaces_unclear");
    }

    [Fact]
    public async Task An_addon_has_no_trial()
    {
        (
            await _limited.App.Refusal(
                "plan.create",
                "tnt_platform",
                new
                {
                    key = "tried",
                    name = "Tried",
                    price = new { amount = 100, currency = "USD" },
                    trial_days = 14,
                    addon = true,
                }
            )
        ).ShouldBe("addon_trial");
    }

    private async Task<List<string?>> Approved(string tenant, string plan, string? instead = null)
    {
        var request = await _limited.App.Post($"/api/v1/tenants/{tenant}/upgrade-requests", new { plan, reason = "We grow." });
        await _limited.App.Run("upgrade.approve", request.GetProperty("id").GetString()!, new { plan = instead });
        var items = (await _limited.App.Get($"/api/v1/tenants/{tenant}")).GetProperty("plan_items").EnumerateArray();
        return [.. items.Select(item => item.GetProperty("plan").GetString())];
    }

    private async Task Addon(string key, params (string Feature, string Allows)[] limits)
    {
        var id = (
            await _limited.App.Run(
                "plan.create",
                "tnt_platform",
                new
                {
                    key,
                    name = key,
                    price = new { amount = 500, currency = "USD" },
                    addon = true,
                }
            )
        ).Created();
        await _limited.App.Run(
            "plan.limit",
            id,
            new { limits = limits.Select(limit => new { feature = limit.Feature, allows = limit.Allows }), rollout = "all" }
        );
    }

    private async Task<string> Hold(string name, params (string Plan, int Quantity)[] items)
    {
        var id = await _limited.On($"addon-{name}");
        await _limited.App.Run("tenant.change_plan", id, Items(items));
        return id;
    }

    private static object Items(params (string Plan, int Quantity)[] items) =>
        new { items = items.Select(item => new { plan = item.Plan, quantity = item.Quantity }) };
}
