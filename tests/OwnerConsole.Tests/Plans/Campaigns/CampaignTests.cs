using System.Text.Json;
using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Revenue.Movements;

namespace OwnerConsole.Tests.Plans.Campaigns;

/// <summary>Tenants on an older version of a plan are migrated in waves that are started manually.</summary>
[Slow(6, "Campaigns")]
public sealed class CampaignTests(TestConsole console) : IClassFixture<TestConsole>, IAsyncLifetime
{
    private CampaignFixture _campaigns = null!; // set before each test

    private TestApplication App => _campaigns.App;

    public async ValueTask InitializeAsync() => _campaigns = await CampaignFixture.Open(console);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_wave_previews_its_effect_on_revenue_and_limits_and_matches_it()
    {
        var (plan, held) = await _campaigns.Given("journey", 3);
        await _campaigns.Use(held[1], "60");

        var started = await App.Run("plan_campaign.start", plan, new { wave_size = 2 });
        var id = started.Created();
        var (before, next) = (await _campaigns.Progress(id), (await _campaigns.Campaign(id)).GetProperty("next_wave"));
        var run = await _campaigns.Wave(id);
        var view = await _campaigns.Campaign(id);

        started
            .GetProperty("lines")[0]
            .GetProperty("text")
            .GetString()
            .ShouldBe(
                "3 tenants on an older version of journey will migrate to version 3, up to 2 per wave. No one is migrated yet: start the first wave manually."
            );
        before.ShouldBe("running: 0 moved, 3 left, 0 skipped, 0 taken back");
        next.GetProperty("tenants").GetInt32().ShouldBe(2);
        Money(next).ShouldBe("2000 USD");
        next.GetProperty("over_limit").EnumerateArray().Select(tenant => tenant.GetString()).ShouldBe([held[1]]);
        CampaignFixture.Ids(run).ShouldBe([held[0], held[1]]);
        (await _campaigns.Progress(id)).ShouldBe("running: 2 moved, 1 left, 0 skipped, 0 taken back");
        var wave = view.GetProperty("waves").EnumerateArray().ShouldHaveSingleItem();
        (wave.GetProperty("run_id").GetString(), Money(wave), wave.GetProperty("over_limit").GetInt64()).ShouldBe(
            (run.GetProperty("id").GetString(), "2000 USD", 1)
        );
        (await console.Movements(held[0])).ShouldEndWith("+29");
        (await console.Movements(held[2])).ShouldEndWith("+19");
        (await _campaigns.Limited.Limits([.. held])).ShouldBe(["50", "50", "100"]);

        await _campaigns.Wave(id);
        (await _campaigns.Progress(id)).ShouldBe("done: 3 moved, 0 left, 0 skipped, 0 taken back");
        (await _campaigns.Campaign(id)).GetProperty("next_wave").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task Undo_of_a_wave_restores_versions_prices_and_limits()
    {
        var (plan, held) = await _campaigns.Given("undone", 3);
        var id = await _campaigns.Started(plan, new { wave_size = 2 });
        var run = await _campaigns.Wave(id);

        await App.Undo(run);
        var stands = await _campaigns.Progress(id);
        var wave = (await _campaigns.Campaign(id)).GetProperty("waves")[0];
        var second = await _campaigns.Wave(id);

        stands.ShouldBe("running: 0 moved, 1 left, 0 skipped, 2 taken back");
        (wave.GetProperty("state").GetString(), wave.GetProperty("reverted").GetInt64(), wave.GetProperty("mrr_change").GetArrayLength()).ShouldBe(
            ("undone", 2, 0)
        );
        (await _campaigns.Limited.Limits([.. held])).ShouldBe(["100", "100", "50"]);
        (await console.Movements(held[0])).ShouldEndWith("+19");
        CampaignFixture.Ids(second).ShouldBe([held[2]]);
        (await _campaigns.Progress(id)).ShouldBe("done: 1 moved, 0 left, 0 skipped, 2 taken back");
        (await App.Refusal("tenant.move_to_current_version", held[0], new { plan = "undone", campaign = id })).ShouldBe("moved_before");
        (await App.Refusal("tenant.move_to_current_version", held[0], new { plan = "undone" })).ShouldBeNull();
    }

    [Fact]
    public async Task Skipped_tenants_are_listed_and_reverted_ones_can_be_migrated_again()
    {
        var (plan, held) = await _campaigns.Given("left", 3);
        var id = await _campaigns.Started(plan, new { wave_size = 3 });
        var preview = await _campaigns.Preview(id);
        var owner = await TestBrowser.Owner(console);
        var here = $"/plans/{plan}/campaigns/{id}";

        await App.Put($"/api/v1/tenants/{held[0]}", new { lifecycle = "cancelled" });
        var wave = await _campaigns.Start(preview);
        var left = (await _campaigns.Campaign(id)).GetProperty("waves")[0].GetProperty("left").EnumerateArray().ShouldHaveSingleItem();
        var lines = await App.Get(left.GetProperty("lines").GetString()!);
        await owner.Get(here);
        var moved = owner.Page;
        await App.Undo(wave);
        await owner.Get(here);
        var undone = owner.Page;
        var again = await _campaigns.Start(await App.Post("/api/v1/previews", (await _campaigns.Campaign(id)).GetProperty("move_again")));
        await owner.Get(here);

        (left.GetProperty("state").GetString(), left.GetProperty("tenants").GetInt32()).ShouldBe(("skipped", 1));
        lines.GetProperty("data").EnumerateArray().ShouldHaveSingleItem().GetProperty("id").GetString().ShouldBe(held[0]);
        moved.ShouldContain($"href=\"/operations/{wave.GetProperty("id").GetString()}?state=skipped\"");
        moved.ShouldNotContain("id=\"move-again\"");
        undone.ShouldContain("id=\"move-again\"");
        CampaignFixture.Ids(again).ShouldBe([held[1], held[2]]);
        (await _campaigns.Limited.Limits(held[1], held[2])).ShouldBe(["50", "50"]);
        owner.Page.ShouldNotContain("id=\"move-again\"");
        (await _campaigns.Campaign(id)).GetProperty("move_again").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task Tenants_that_left_cancelled_or_migrated_manually_are_skipped()
    {
        var (plan, held) = await _campaigns.Given("skipped", 5);
        var id = await _campaigns.Started(plan, new { wave_size = 2 });

        await App.Run("tenant.change_plan", held[0], new { items = Array.Empty<object>() });
        await App.Run("tenant.move_to_current_version", held[1], new { plan = "skipped" });
        await App.Put($"/api/v1/tenants/{held[2]}", new { lifecycle = "cancelled" });
        var run = await _campaigns.Wave(id);

        CampaignFixture.Ids(run).ShouldBe([held[3], held[4]]);
        (await _campaigns.Progress(id)).ShouldBe("done: 2 moved, 0 left, 3 skipped, 0 taken back");
    }

    [Fact]
    public async Task Tenants_that_would_exceed_a_limit_can_be_left_out()
    {
        var (plan, held) = await _campaigns.Given("over", 3);
        await _campaigns.Use(held[0], "60");

        var id = await _campaigns.Started(plan, new { wave_size = 2, skip_over_limit = true });
        var next = (await _campaigns.Campaign(id)).GetProperty("next_wave");
        var run = await _campaigns.Wave(id);

        next.GetProperty("skipped_over_limit").EnumerateArray().Select(tenant => tenant.GetString()).ShouldBe([held[0]]);
        next.GetProperty("over_limit").GetArrayLength().ShouldBe(0);
        CampaignFixture.Ids(run).ShouldBe([held[1], held[2]]);
        (await App.Refusal("tenant.move_to_current_version", held[0], new { plan = "over", campaign = id })).ShouldBe("over_limit");
        var view = await _campaigns.Campaign(id);
        (view.GetProperty("state").GetString(), view.GetProperty("skipped_over_limit").GetInt32()).ShouldBe(("done", 1));
    }

    [Fact]
    public async Task A_campaign_can_be_paused_resumed_stopped_and_each_undone()
    {
        var (plan, held) = await _campaigns.Given("paused", 3);
        var id = await _campaigns.Started(plan, new { wave_size = 1 });
        var preview = await _campaigns.Preview(id);

        var pause = await App.Run("plan_campaign.pause", id);
        var late = await App.Send(HttpMethod.Post, "/api/v1/runs", JsonSerializer.Serialize(new { preview = preview.GetProperty("id").GetString() }));
        var paused = await _campaigns.Progress(id);
        await App.Undo(pause);
        await App.Run("plan_campaign.pause", id);
        var resume = await App.Run("plan_campaign.resume", id);
        await App.Undo(resume);
        var again = await _campaigns.Progress(id);
        await App.Run("plan_campaign.resume", id);
        await _campaigns.Wave(id);
        var stop = await App.Run("plan_campaign.stop", id);
        var stopped = await _campaigns.Progress(id);
        var refused = await App.Refusal("tenant.move_to_current_version", held[1], new { plan = "paused", campaign = id });
        await App.Undo(stop);

        (late.Status, late.Body.GetProperty("code").GetString()).ShouldBe((409, "campaign_paused"));
        paused.ShouldBe("paused for person: 0 moved, 3 left, 0 skipped, 0 taken back");
        again.ShouldBe(paused);
        stopped.ShouldBe("stopped: 1 moved, 0 left, 0 skipped, 0 taken back");
        refused.ShouldBe("campaign_stopped");
        (await _campaigns.Progress(id)).ShouldBe("running: 1 moved, 2 left, 0 skipped, 0 taken back");
    }

    [Fact]
    public async Task A_large_wave_migrates_exactly_the_announced_tenants()
    {
        var (plan, held) = await _campaigns.Given("many", 32);
        for (var number = 0; number < 3; number++)
            await _campaigns.Use(held[number * 7], "60");
        var id = await _campaigns.Started(plan, new { wave_size = 30 });
        var next = (await _campaigns.Campaign(id)).GetProperty("next_wave");

        var run = await _campaigns.Wave(id, "The first ones.");
        await App.Await($"/api/v1/runs/{run.GetProperty("id").GetString()}", answer => answer.GetProperty("state").GetString() == "done");

        var wave = (await _campaigns.Campaign(id)).GetProperty("waves").EnumerateArray().ShouldHaveSingleItem();
        (next.GetProperty("tenants").GetInt32(), Money(next), next.GetProperty("over_limit").GetArrayLength()).ShouldBe((30, "30000 USD", 3));
        (wave.GetProperty("moved").GetInt64(), Money(wave), wave.GetProperty("over_limit").GetInt64()).ShouldBe((30, "30000 USD", 3));
        (await _campaigns.Progress(id)).ShouldBe("running: 30 moved, 2 left, 0 skipped, 0 taken back");
        (await App.Get($"/api/v1/plans/{plan}/versions"))
            .GetProperty("data")
            .EnumerateArray()
            .Select(version =>
                (
                    version.GetProperty("number").GetInt32(),
                    version.GetProperty("tenants").GetInt64(),
                    version.GetProperty("monthly").EnumerateArray().Sum(paid => paid.GetProperty("amount").GetInt64())
                )
            )
            .ShouldBe([(3, 30, 87_000), (2, 2, 3_800), (1, 0, 0)]);
        next.GetProperty("over_limit").EnumerateArray().Select(tenant => tenant.GetString()).Order().ShouldBe(new[] { held[0], held[7], held[14] }.Order());
        (await _campaigns.Limited.Limits(held[0], held[31])).ShouldBe(["50", "100"]);
    }

    private static string Money(JsonElement of) =>
        string.Join(
            ", ",
            of.GetProperty("mrr_change")
                .EnumerateArray()
                .Select(money => $"{money.GetProperty("amount").GetInt64()} {money.GetProperty("currency").GetString()}")
        );
}
