using System.Text.Json;
using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Kernel.Log;

namespace OwnerConsole.Tests.Plans.Entitlements.Decisions;

/// <summary>A decision explains the answer to a check or a claim; rule 3 of the limits' design.</summary>
public sealed class DecisionTests(TestConsole console) : IClassFixture<TestConsole>, IAsyncLifetime
{
    private LimitedPlatform _limited = null!; // set before each test

    public async ValueTask InitializeAsync() => _limited = await LimitedPlatform.Open(console);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_refusal_names_the_deciding_plan_and_the_plans_that_allow_it()
    {
        var acme = await _limited.On("decided", "starter");
        await _limited.App.Post(LimitedPlatform.Consume, LimitedPlatform.Asked(acme, "sessions", "99"));

        var refused = (await _limited.Refused(LimitedPlatform.Consume, acme, "sessions", "2")).Body;
        var decision = await Decision(refused);

        LimitedPlatform
            .Said(decision, "tenant_id", "feature", "requested", "used", "limit", "source")
            .ShouldBe([acme, "sessions", "2", "99", "100", "plan_version"]);
        decision.GetProperty("allowed").GetBoolean().ShouldBeFalse();
        decision.GetProperty("changed").GetBoolean().ShouldBeFalse();
        Rules(decision).ShouldBe(["plan_version starter 100 decided", "feature  0"]);
        decision
            .GetProperty("upgrades")
            .EnumerateArray()
            .Select(plan => plan.GetProperty("plan").GetString())
            .ShouldBe(["pro", "enterprise"], ignoreOrder: true);
        decision.GetProperty("now").GetProperty("allowed").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task Every_answer_has_a_decision_with_its_result()
    {
        var acme = await _limited.On("each", "starter");
        await _limited.App.Run(
            "tenant.override_limit",
            acme,
            new
            {
                feature = "clients",
                allows = "2",
                reason = "Agreed",
            }
        );
        var answers = new List<JsonElement>();
        answers.Add((await _limited.Refused(LimitedPlatform.Check, acme, "sso")).Body);
        answers.Add(await _limited.App.Post(LimitedPlatform.Check, LimitedPlatform.Asked(acme, "sessions")));
        answers.Add(await _limited.App.Post(LimitedPlatform.Consume, LimitedPlatform.Asked(acme, "sessions")));
        answers.Add(await _limited.App.Post(LimitedPlatform.Reserve, LimitedPlatform.Reserving(acme, "sessions", "1")));
        answers.Add((await _limited.App.Send(HttpMethod.Put, $"/api/v1/tenants/{acme}/gauges/clients/ext:a", null)).Body);
        var many = await _limited.App.Post("/api/v1/entitlements/check-many", new { tenants = new[] { acme }, features = new[] { "sessions", "sso" } });
        answers.AddRange(many.GetProperty("data")[0].GetProperty("entitlements").EnumerateArray());

        var read = new List<string?>();
        foreach (var answer in answers)
            read.Add(Describe(await Decision(answer)));

        read.ShouldBe(["sso False 0", "sessions True 0", "sessions True 1", "sessions True 1", "clients True 1", "sso False 0", "sessions True 1"]);

        static string Describe(JsonElement decision) =>
            $"{decision.GetProperty("feature").GetString()} {decision.GetProperty("allowed").GetBoolean()} {decision.GetProperty("used").GetString()}";
    }

    [Fact]
    public async Task A_decision_ignores_later_changes()
    {
        var acme = await _limited.On("later", "starter");
        await _limited.App.Post(LimitedPlatform.Consume, LimitedPlatform.Asked(acme, "sessions", "100"));
        var refused = (await _limited.Refused(LimitedPlatform.Consume, acme, "sessions")).Body;
        await _limited.App.Run(
            "tenant.override_limit",
            acme,
            new
            {
                feature = "sessions",
                allows = "150",
                reason = "Agreed",
            }
        );
        var decision = await Decision(refused);

        decision.GetProperty("changed").GetBoolean().ShouldBeTrue();
        decision.GetProperty("now").GetProperty("allowed").GetBoolean().ShouldBeTrue();
        LimitedPlatform.Said(decision, "used", "limit", "source").ShouldBe(["100", "100", "plan_version"]);
        Rules(decision).ShouldContain("plan_version starter 100 decided");
    }

    [Fact]
    public async Task A_decision_ignores_a_plan_version_published_later()
    {
        var plan = await _limited.Plan("club", ("sessions", "7"));
        var acme = await _limited.On("since", "club");
        var refused = (await _limited.Refused(LimitedPlatform.Consume, acme, "sessions", "8")).Body;

        await _limited.Limit(plan, "all", "9");
        var decision = await Decision(refused);

        Rules(decision).ShouldContain("plan_version club 7 decided");
        decision.GetProperty("now").GetProperty("limit").GetString().ShouldBe("9");
    }

    [Theory]
    [InlineData("new")] // The new version is sold, but existing subscribers keep the old one.
    [InlineData("all")] // All subscribers have the new version since then, but not at the time of the decision.
    public async Task A_decision_shows_the_plan_version_of_its_time(string rollout)
    {
        var plan = await _limited.Plan($"held-{rollout}", ("sessions", "7"));
        var acme = await _limited.On($"version-{rollout}", $"held-{rollout}");
        await _limited.App.Run(
            "tenant.override_limit",
            acme,
            new
            {
                feature = "sessions",
                allows = "3",
                reason = "Misuse",
            }
        );
        if (rollout is "new")
            await _limited.Limit(plan, rollout, "9");
        var refused = (await _limited.Refused(LimitedPlatform.Consume, acme, "sessions", "4")).Body;
        if (rollout is "all")
        {
            await _limited.Limit(plan, rollout, "9");
            await using var super = await TestCluster.Current.OpenAsSuper(console.Options.Connections);
            await LogForgery.Do(
                super,
                $"set session_replication_role = replica; update plans.versions set opened_at = now() + interval '2 minutes' where plan_id = '{plan}' and closed_by is null"
            );
        }

        Rules(await Decision(refused)).ShouldBe(["override  3 decided", $"plan_version held-{rollout} 7", "feature  0"]);
    }

    [Fact]
    public async Task An_override_is_listed_before_the_plan_with_its_reason_and_run()
    {
        var acme = await _limited.On("before", "starter");
        var run = await _limited.App.Run(
            "tenant.override_limit",
            acme,
            new
            {
                feature = "sessions",
                allows = "3",
                reason = "Misuse",
            }
        );

        var decision = await Decision((await _limited.Refused(LimitedPlatform.Consume, acme, "sessions", "4")).Body);

        Rules(decision).ShouldBe(["override  3 decided", "plan_version starter 100", "feature  0"]);
        var rule = decision.GetProperty("rules")[0];
        LimitedPlatform.Said(rule, "reason", "opened_by").ShouldBe(["Misuse", run.GetProperty("id").GetString()]);
    }

    [Fact]
    public async Task A_decision_lists_the_reservations_and_claims_of_its_minute()
    {
        var acme = await _limited.On("held", "starter");
        var held = await _limited.Held(acme, "sessions", "60");
        await _limited.Keyed(acme, "sessions", "40", "booking-7");

        var decision = await Decision((await _limited.Refused(LimitedPlatform.Consume, acme, "sessions")).Body);

        var reservation = decision.GetProperty("reservations")[0];
        LimitedPlatform.Said(reservation, "reservation_id", "amount", "state").ShouldBe([held, "60", "held"]);
        decision.GetProperty("claims").EnumerateArray().Select(claim => claim.GetProperty("key").GetString()).ShouldBe(["booking-7"]);
        decision.GetProperty("reserved").GetString().ShouldBe("60");
    }

    [Theory]
    [InlineData("dec_")]
    [InlineData("dec_bm90IG9uZQ")]
    [InlineData("dec_%20%20")]
    [InlineData("tnt_platform")]
    public async Task An_invalid_decision_id_is_not_found(string id)
    {
        (await _limited.App.Send(HttpMethod.Get, $"/api/v1/decisions/{id}", null)).Status.ShouldBe(404);
    }

    [Fact]
    public async Task A_changed_decision_id_and_one_of_another_tenant_are_not_found()
    {
        var (acme, bloom) = (await _limited.On("mine", "starter"), await _limited.On("theirs", "starter"));
        var id = (await _limited.App.Post(LimitedPlatform.Check, LimitedPlatform.Asked(bloom, "sessions"))).GetProperty("decision").GetString()!;
        var scoped = await TestApplication.Connect(console, onlyTenant: acme, scopes: ["tenant.read"]);

        (await _limited.App.Send(HttpMethod.Get, $"/api/v1/decisions/{id[..20]}{(id[20] == 'A' ? 'B' : 'A')}{id[21..]}", null)).Status.ShouldBe(404);
        (await scoped.Send(HttpMethod.Get, $"/api/v1/decisions/{id}")).Status.ShouldBe(404);
        (await _limited.App.Get($"/api/v1/decisions/{id}")).GetProperty("tenant_id").GetString().ShouldBe(bloom);
    }

    [Fact]
    public async Task The_decision_page_explains_the_refusal_and_what_would_allow_it()
    {
        var acme = await _limited.On("page", "starter");
        await _limited.App.Post(LimitedPlatform.Consume, LimitedPlatform.Asked(acme, "sessions", "100"));
        var id = (await _limited.Refused(LimitedPlatform.Consume, acme, "sessions")).Body.GetProperty("decision").GetString();
        var owner = await TestBrowser.Owner(console);

        await owner.Get($"/plans/limits/{id}");

        owner.Page.ShouldContain("Refused: <bdi>sessions</bdi>");
        owner.Page.ShouldContain("100 sessions");
        owner.Page.ShouldContain("An override of 101 sessions or more");
        owner.Page.ShouldContain("starter, version 2");
        await owner.Get($"/find?q={id}");
        owner.Page.ShouldContain($"/plans/limits/{id}");
    }

    private async Task<JsonElement> Decision(JsonElement answer) => await _limited.App.Get($"/api/v1/decisions/{answer.GetProperty("decision").GetString()}");

    private static IReadOnlyList<string> Rules(JsonElement decision) =>
        [
            .. decision
                .GetProperty("rules")
                .EnumerateArray()
                .Select(rule =>
                    $"{rule.GetProperty("source").GetString()} {rule.GetProperty("plan").GetString()} {rule.GetProperty("allows").GetString()}"
                    + (rule.GetProperty("decided").GetBoolean() ? " decided" : "")
                ),
        ];
}
