using System.Text.Json;
using Npgsql;
using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Plans.Entitlements;
using OwnerConsole.Tests.Revenue.Movements;

namespace OwnerConsole.Tests.Plans.Plans;

/// <summary>A version is drafted, published, and applied to new or existing subscribers.</summary>
public sealed class PublishPlanTests(TestConsole console) : IClassFixture<TestConsole>, IAsyncLifetime
{
    private LimitedPlatform _limited = null!; // set before each test

    private TestApplication App => _limited.App;

    public async ValueTask InitializeAsync() => _limited = await LimitedPlatform.Open(console);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_draft_is_not_sold_and_undo_restores_its_earlier_state()
    {
        var (id, acme) = await Given("unsold");

        var first = await Draft(id, 2900, "200");
        var second = await App.Run("plan.draft", id, new { trial_days = 30 });
        var written = await App.Get($"/api/v1/plans/{id}/draft");
        (await App.UndoRefused(first)).ShouldBe("moved_on");
        await App.Undo(second);
        var before = await App.Get($"/api/v1/plans/{id}/draft");
        var third = await App.Run("plan.discard_draft", id);
        var (gone, _) = await App.Send(HttpMethod.Get, $"/api/v1/plans/{id}/draft", null);
        await App.Undo(third);

        (written.GetProperty("trial_days").GetInt32(), before.GetProperty("trial_days").GetInt32(), gone).ShouldBe((30, 14, 404));
        written.GetProperty("price").GetProperty("amount").GetInt64().ShouldBe(2900);
        (await App.Get($"/api/v1/plans/{id}/draft")).GetProperty("limits")[0].GetProperty("allows").GetString().ShouldBe("200");
        (await _limited.Limits(acme)).ShouldBe(["100"]);
        (await Versions(id)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Existing_subscribers_keep_their_version_when_a_new_one_is_published()
    {
        var (id, acme) = await Given("new");
        var older = await Subscribe("new", "new-older");
        await Draft(id, 2900, "200");

        var run = await App.Run("plan.publish", id);
        var beta = await Subscribe("new", "new-beta");

        Sentence(run).ShouldBe("Version 3 of new applies to new subscribers. Existing subscribers keep their version: 2 tenants on version 2.");
        (await _limited.Limits(acme, older, beta)).ShouldBe(["100", "100", "200"]);
        (await Versions(id)).Select(version => version.GetProperty("tenants").GetInt64()).ShouldBe([1, 2, 0]);
        (await console.Movements(acme)).ShouldEndWith("new +19");
        (await console.Movements(beta)).ShouldEndWith("new +29");
        (await App.Send(HttpMethod.Get, $"/api/v1/plans/{id}/draft", null)).Status.ShouldBe(404);
        var owner = await TestBrowser.Owner(console);
        await owner.Get($"/tenants/{acme}");
        owner.Page.ShouldContain("at 19.00 USD a month"); // The price of its own version.
        owner.Page.ShouldContain(", version 2");
    }

    [Fact]
    public async Task Publishing_for_all_states_its_effect_and_undo_restores_the_draft()
    {
        var (id, acme) = await Given("all");
        var beta = await Subscribe("all", "all-beta");
        await App.Post(LimitedPlatform.Consume, LimitedPlatform.Asked(acme, "sessions", "60"));
        await App.Post(LimitedPlatform.Consume, LimitedPlatform.Asked(beta, "sessions", "10"));
        var spared = await Subscribe("all", "all-spared");
        await App.Post(LimitedPlatform.Consume, LimitedPlatform.Asked(spared, "sessions", "60"));
        await App.Run(
            "tenant.override_limit",
            spared,
            new
            {
                feature = "sessions",
                allows = "500",
                reason = "A pilot",
            }
        );
        await Draft(id, 2900, "50");

        var run = await App.Run("plan.publish", id, new { rollout = "all" });
        var given = await _limited.Limits(acme, beta);
        var moved = await console.Movements(acme);
        await App.Undo(run);

        Sentence(run)
            .ShouldBe(
                "Version 3 of all applies to new and existing subscribers: 3 tenants. Estimated MRR changes from 57.00 USD to 87.00 USD. "
                    + "1 tenant would exceed a limit: limits-all. Existing data is kept, but usage can't grow."
            );
        given.ShouldBe(["50", "50"]);
        moved.ShouldEndWith("+29");
        (await _limited.Limits(acme, beta)).ShouldBe(["100", "100"]);
        (await console.Movements(acme)).ShouldEndWith("+19");
        (await App.Get($"/api/v1/plans/{id}/draft")).GetProperty("price").GetProperty("amount").GetInt64().ShouldBe(2900);
    }

    [Fact]
    public async Task A_version_scheduled_for_all_applies_to_new_subscribers_at_once()
    {
        var (id, acme) = await Given("from");
        await Draft(id, 2900, "200");

        var run = await App.Run("plan.publish", id, new { rollout = "from", from = "2031-01-01" });
        var beta = await Subscribe("from", "from-beta");

        Sentence(run).ShouldContain("from 2031-01-01");
        (await _limited.Limits(acme, beta)).ShouldBe(["100", "200"]);
        await _limited.Execute("update plans.versions set rollout_at = now() where plan_id = @tenant and rollout = 'from'", id);
        (await _limited.Limits(acme)).ShouldBe(["200"]);
    }

    [Fact]
    public async Task The_current_version_can_be_applied_to_existing_subscribers()
    {
        var (id, acme) = await Given("more");
        await Draft(id, 2900, "200");
        await App.Run("plan.publish", id);

        var run = await App.Run("plan.publish", id, new { rollout = "all" });

        Sentence(run).ShouldStartWith("Version 3 of more applies to new and existing subscribers");
        (await _limited.Limits(acme)).ShouldBe(["200"]);
        (await App.Refusal("plan.publish", id, new { })).ShouldBe("no_draft");
    }

    [Fact]
    public async Task An_open_draft_blocks_other_changes_except_renaming()
    {
        var (id, _) = await Given("beside");
        await Draft(id, 2900, "200");

        (await App.Refusal("plan.change", id, new { trial_days = 3 })).ShouldBe("draft_open");
        (await App.Refusal("plan.limit", id, new { limits = new[] { new { feature = "sessions", allows = "1" } } })).ShouldBe("draft_open");
        await App.Run("plan.change", id, new { name = "Beside the sea" });
        await App.Run("plan.publish", id);

        (await Versions(id))[0].GetProperty("number").GetInt32().ShouldBe(3);
        (await App.Get("/api/v1/plans"))
            .GetProperty("data")
            .EnumerateArray()
            .Select(plan => plan.GetProperty("name").GetString())
            .ShouldContain("Beside the sea");
    }

    [Theory]
    [InlineData("plan.draft", """{"price":{"amount":-1,"currency":"USD"}}""", "bad_price")]
    [InlineData("plan.draft", """{"price":{"amount":1,"currency":"usd"}}""", "bad_currency")]
    [InlineData("plan.draft", """{"limits":[{"feature":"nothing","allows":"1"}]}""", "unknown_feature")]
    [InlineData("plan.draft", """{"limits":[{"feature":"sessions","allows":"many"}]}""", "bad_allows")]
    [InlineData("plan.draft", "{}", "no_change")]
    [InlineData("plan.discard_draft", "{}", "no_draft")]
    [InlineData("plan.publish", "{}", "no_draft")]
    [InlineData("plan.publish", """{"rollout":"from"}""", "from_needed")]
    [InlineData("plan.publish", """{"rollout":"all","from":"2031-01-01"}""", "unexpected_from")]
    [InlineData("plan.publish", """{"rollout":"from","from":"2020-01-01"}""", "bad_from")]
    public async Task An_invalid_draft_or_publication_is_refused_with_its_reason(string operation, string input, string code)
    {
        var plan = (await App.Get("/api/v1/plans")).GetProperty("data").EnumerateArray().Single(element => element.GetProperty("key").GetString() == "starter");

        (await App.Refusal(operation, plan.GetProperty("id").GetString()!, JsonSerializer.Deserialize<JsonElement>(input))).ShouldBe(code);
    }

    [Theory]
    [InlineData("update plans.versions set amount = 1 where plan_id = @tenant")]
    [InlineData("update plans.limits set allows = '1' where plan_id = @tenant")]
    [InlineData("delete from plans.versions where plan_id = @tenant")]
    [InlineData("delete from plans.limits where plan_id = @tenant")]
    public async Task A_published_version_can_not_be_changed_in_the_database(string sql)
    {
        var plan = (await App.Get("/api/v1/plans")).GetProperty("data").EnumerateArray().Single(element => element.GetProperty("key").GetString() == "starter");

        (await Should.ThrowAsync<PostgresException>(() => _limited.Execute(sql, plan.GetProperty("id").GetString()!))).SqlState.ShouldBe("23514");
    }

    [Fact]
    public async Task A_withdrawn_version_keeps_its_number()
    {
        var (id, _) = await Given("numbered");
        await Draft(id, 2900, "200");
        await App.Undo(await App.Run("plan.publish", id));

        Sentence(await App.Run("plan.publish", id)).ShouldStartWith("Version 4 of ");
    }

    /// <returns>A plan whose second version grants 100 sessions for 19.00 USD, and a tenant that pays for it.</returns>
    private async Task<(string Plan, string Tenant)> Given(string key) => (await _limited.Plan(key, ("sessions", "100")), await Subscribe(key, key));

    private Task<string> Subscribe(string plan, string name) => _limited.On(name, plan);

    private Task<JsonElement> Draft(string id, long amount, string sessions) =>
        App.Run("plan.draft", id, new { price = new { amount, currency = "USD" }, limits = new[] { new { feature = "sessions", allows = sessions } } });

    private async Task<List<JsonElement>> Versions(string id) => [.. (await App.Get($"/api/v1/plans/{id}/versions")).GetProperty("data").EnumerateArray()];

    private static string Sentence(JsonElement run) => run.GetProperty("lines")[0].GetProperty("text").GetString()!;
}
