using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Plans.Campaigns;

namespace OwnerConsole.Tests.Plans.Campaigns;

/// <summary>Waves start automatically when they are due. Each test has its own console because the scheduler handles all campaigns.</summary>
[Slow(8, "Campaigns")]
public sealed class CampaignSchedulerTests : IAsyncLifetime
{
    private TestConsole _console = null!; // set before each test

    private CampaignFixture _campaigns = null!; // set before each test

    public async ValueTask InitializeAsync() => _campaigns = await CampaignFixture.Open(_console = await TestConsole.Start());

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    private TestApplication App => _campaigns.App;

    [Fact]
    public async Task The_first_wave_is_started_manually_and_the_next_starts_when_due()
    {
        var (plan, held) = await _campaigns.Given("due", 3);
        var id = await _campaigns.Started(plan, new { wave_size = 1, wait_hours = 24 });

        await _campaigns.RunScheduler();
        var unstarted = await _campaigns.Progress(id);
        await _campaigns.Wave(id);
        await _campaigns.RunScheduler();
        var early = await _campaigns.Progress(id);
        await _campaigns.MoveWavesBack(25);
        await _campaigns.RunScheduler();
        await _campaigns.RunScheduler();

        unstarted.ShouldBe("running: 0 moved, 3 left, 0 skipped, 0 taken back");
        early.ShouldBe("running: 1 moved, 2 left, 0 skipped, 0 taken back");
        (await _campaigns.Progress(id)).ShouldBe("running: 2 moved, 1 left, 0 skipped, 0 taken back");
        var view = await _campaigns.Campaign(id);
        var run = await App.Get($"/api/v1/runs/{view.GetProperty("waves")[1].GetProperty("run_id").GetString()}");
        run.GetProperty("lines")[0].GetProperty("id").GetString().ShouldBe(held[1]);
        run.GetProperty("requested_by").GetString().ShouldStartWith("key_");
        view.GetProperty("next_wave_at")
            .GetDateTimeOffset()
            .ShouldBeGreaterThan(DateTimeOffset.Parse(run.GetProperty("ended_at").GetString()!, null).AddHours(23));
    }

    [Fact]
    public async Task Concurrent_schedulers_start_a_due_wave_once()
    {
        var (plan, _) = await _campaigns.Given("race", 4);
        var id = await _campaigns.Started(plan, new { wave_size = 1, wait_hours = 1 });
        await _campaigns.Wave(id);
        await _campaigns.MoveWavesBack(2);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => _campaigns.RunScheduler()));

        (await _campaigns.Progress(id)).ShouldBe("running: 2 moved, 2 left, 0 skipped, 0 taken back");
    }

    [Fact]
    public async Task The_campaign_waits_for_a_person_after_a_wave_is_undone()
    {
        var (plan, held) = await _campaigns.Given("back", 3);
        var id = await _campaigns.Started(plan, new { wave_size = 1, wait_hours = 1 });
        await App.Undo(await _campaigns.Wave(id));
        await _campaigns.MoveWavesBack(2);

        await _campaigns.RunScheduler();
        var waits = await _campaigns.Progress(id);
        var run = await _campaigns.Wave(id);
        await _campaigns.MoveWavesBack(2);
        await _campaigns.RunScheduler();

        waits.ShouldBe("running: 0 moved, 2 left, 0 skipped, 1 taken back");
        CampaignFixture.Ids(run).ShouldBe([held[1]]);
        (await _campaigns.Progress(id)).ShouldBe("done: 2 moved, 0 left, 0 skipped, 1 taken back");
    }

    [Fact]
    public async Task A_newer_version_pauses_the_campaign_until_it_is_undone_and_resumed()
    {
        var (plan, held) = await _campaigns.Given("newer", 3);
        var id = await _campaigns.Started(plan, new { wave_size = 1, wait_hours = 1 });
        await _campaigns.Wave(id);
        await _campaigns.MoveWavesBack(2);
        var published = await _campaigns.Publish(plan, 3900, "50");
        var seen = await _campaigns.Progress(id);

        await _campaigns.RunScheduler();
        await _campaigns.RunScheduler();
        var paused = await _campaigns.Progress(id);
        var refused = await App.Refusal("plan_campaign.resume", id);
        var wave = await App.Refusal("tenant.move_to_current_version", held[1], new { plan = "newer", campaign = id });
        await App.Undo(published);
        await _campaigns.RunScheduler();
        var still = await _campaigns.Progress(id);
        await App.Run("plan_campaign.resume", id);
        await _campaigns.RunScheduler();

        paused.ShouldStartWith("paused for newer_version: 1 moved, ");
        seen.ShouldBe(paused);
        (refused, wave).ShouldBe(("newer_version", "campaign_paused"));
        still.ShouldBe("paused for newer_version: 1 moved, 2 left, 0 skipped, 0 taken back");
        (await _campaigns.Progress(id)).ShouldBe("running: 2 moved, 1 left, 0 skipped, 0 taken back");
    }

    [Fact]
    public async Task The_emergency_stop_prevents_the_next_wave()
    {
        var (plan, _) = await _campaigns.Given("stop", 2);
        var id = await _campaigns.Started(plan, new { wave_size = 1, wait_hours = 1 });
        await _campaigns.Wave(id);
        await _campaigns.MoveWavesBack(2);
        await App.Run("platform.stop", IdGenerator.Platform);

        await _campaigns.RunScheduler();
        var held = await _campaigns.Progress(id);
        await App.Run("platform.release", IdGenerator.Platform, new { reason = "All is well." });
        await _campaigns.RunScheduler();

        held.ShouldBe("running: 1 moved, 1 left, 0 skipped, 0 taken back");
        (await _campaigns.Progress(id)).ShouldBe("done: 2 moved, 0 left, 0 skipped, 0 taken back");
    }

    [Fact]
    public async Task The_campaign_pauses_when_its_starter_exceeds_a_ceiling_or_loses_permission()
    {
        var (plan, _) = await _campaigns.Given("ceiling", 4);
        var id = await _campaigns.Started(plan, new { wave_size = 1, wait_hours = 1 });
        var run = await _campaigns.Wave(id);
        var key = (await App.Get($"/api/v1/runs/{run.GetProperty("id").GetString()}")).GetProperty("requested_by").GetString()!;
        await _campaigns.MoveWavesBack(2);
        await Write(
            "insert into core.ceilings (holder, permission, per, subjects, opened_by) values (@key, 'tenant.move_to_current_version', interval '1 day', 1, 'system')",
            key
        );

        await _campaigns.RunScheduler();
        var above = await _campaigns.Progress(id);
        await Write("delete from core.ceilings where holder = @key", key);
        await Write("update auth.api_keys set scopes = array_replace(scopes, '*', 'plan_campaign.*') where id = @key", key);
        var other = await TestApplication.Connect(_console);
        var needs = await Needs();
        await other.Run("plan_campaign.resume", id);
        await _campaigns.RunScheduler();
        var resumed = (await other.Get($"/api/v1/plan-campaigns/{id}")).GetProperty("state").GetString();
        await new CampaignFixture(_console, new(_console, other)).Wave(id);
        await _campaigns.MoveWavesBack(2);
        await _campaigns.RunScheduler();

        above.ShouldBe("paused for ceiling: 1 moved, 3 left, 0 skipped, 0 taken back");
        var view = await other.Get($"/api/v1/plan-campaigns/{id}");
        (view.GetProperty("paused_for").GetString(), view.GetProperty("moved").GetInt64()).ShouldBe(("not_allowed", 2));
        (resumed, needs).ShouldBe(("running", "The campaign for ceiling was paused automatically."));
    }

    private async Task<string> Needs()
    {
        await using var work = await _console.Database.Read();
        return (await new CampaignAttentionSource().Find(Mode.Live, work)).Items.ShouldHaveSingleItem().Summary;
    }

    private async Task Write(string sql, string key)
    {
        await using var work = await _console.Database.Write(WriteOrigin.Intake("test"), [IdGenerator.Platform]);
        await work.Execute(sql, new { key });
        await work.Commit();
    }
}
