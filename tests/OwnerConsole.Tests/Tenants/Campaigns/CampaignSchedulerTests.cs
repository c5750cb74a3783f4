using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Tenants.Campaigns;

namespace OwnerConsole.Tests.Tenants.Campaigns;

/// <summary>Waves that begin when they are due. Each test has a console of its own: what is due is due for all campaigns.</summary>
public sealed class CampaignSchedulerTests : IAsyncLifetime
{
    private TestConsole _console = null!; // set before each test

    private CampaignFixture _waving = null!; // set before each test

    public async ValueTask InitializeAsync() => _waving = await CampaignFixture.Open(_console = await TestConsole.Start());

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    private TestApplication App => _waving.App;

    [Fact]
    public async Task The_first_wave_is_started_by_hand_and_the_next_one_begins_when_its_time_has_come()
    {
        var (plan, held) = await _waving.Given("due", 3);
        var id = await _waving.Started(plan, new { wave_size = 1, wait_hours = 24 });

        await _waving.Pass();
        var unstarted = await _waving.Stands(id);
        await _waving.Wave(id);
        await _waving.Pass();
        var early = await _waving.Stands(id);
        await _waving.Later(25);
        await _waving.Pass();
        await _waving.Pass();

        unstarted.ShouldBe("running: 0 moved, 3 left, 0 skipped, 0 taken back");
        early.ShouldBe("running: 1 moved, 2 left, 0 skipped, 0 taken back");
        (await _waving.Stands(id)).ShouldBe("running: 2 moved, 1 left, 0 skipped, 0 taken back");
        var view = await _waving.Campaign(id);
        var run = await App.Get($"/api/v1/runs/{view.GetProperty("waves")[1].GetProperty("run_id").GetString()}");
        run.GetProperty("lines")[0].GetProperty("id").GetString().ShouldBe(held[1]);
        run.GetProperty("asked_by").GetString().ShouldStartWith("key_");
        view.GetProperty("next_wave_at")
            .GetDateTimeOffset()
            .ShouldBeGreaterThan(DateTimeOffset.Parse(run.GetProperty("ended_at").GetString()!, null).AddHours(23));
    }

    [Fact]
    public async Task Two_programs_that_find_a_wave_due_start_it_once()
    {
        var (plan, _) = await _waving.Given("race", 4);
        var id = await _waving.Started(plan, new { wave_size = 1, wait_hours = 1 });
        await _waving.Wave(id);
        await _waving.Later(2);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => _waving.Pass()));

        (await _waving.Stands(id)).ShouldBe("running: 2 moved, 2 left, 0 skipped, 0 taken back");
    }

    [Fact]
    public async Task After_a_wave_that_was_taken_back_it_waits_for_somebody()
    {
        var (plan, held) = await _waving.Given("back", 3);
        var id = await _waving.Started(plan, new { wave_size = 1, wait_hours = 1 });
        await App.Undo(await _waving.Wave(id));
        await _waving.Later(2);

        await _waving.Pass();
        var waits = await _waving.Stands(id);
        var run = await _waving.Wave(id);
        await _waving.Later(2);
        await _waving.Pass();

        waits.ShouldBe("running: 0 moved, 2 left, 0 skipped, 1 taken back");
        CampaignFixture.Ids(run).ShouldBe([held[1]]);
        (await _waving.Stands(id)).ShouldBe("done: 2 moved, 0 left, 0 skipped, 1 taken back");
    }

    [Fact]
    public async Task A_newer_version_pauses_it_and_it_goes_no_further_until_that_is_taken_back()
    {
        var (plan, held) = await _waving.Given("newer", 3);
        var id = await _waving.Started(plan, new { wave_size = 1, wait_hours = 1 });
        await _waving.Wave(id);
        await _waving.Later(2);
        var published = await _waving.Publish(plan, 3900, "50");
        var seen = await _waving.Stands(id);

        await _waving.Pass();
        await _waving.Pass();
        var paused = await _waving.Stands(id);
        var refused = await App.Refusal("plan_campaign.resume", id);
        var wave = await App.Refusal("tenant.take_version", held[1], new { plan = "newer", campaign = id });
        await App.Undo(published);
        await _waving.Pass();
        var still = await _waving.Stands(id);
        await App.Run("plan_campaign.resume", id);
        await _waving.Pass();

        paused.ShouldStartWith("paused for newer_version: 1 moved, ");
        seen.ShouldBe(paused);
        (refused, wave).ShouldBe(("newer_version", "campaign_paused"));
        still.ShouldBe("paused for newer_version: 1 moved, 2 left, 0 skipped, 0 taken back");
        (await _waving.Stands(id)).ShouldBe("running: 2 moved, 1 left, 0 skipped, 0 taken back");
    }

    [Fact]
    public async Task The_emergency_stop_holds_it()
    {
        var (plan, _) = await _waving.Given("stop", 2);
        var id = await _waving.Started(plan, new { wave_size = 1, wait_hours = 1 });
        await _waving.Wave(id);
        await _waving.Later(2);
        await App.Run("platform.stop", IdGenerator.Platform);

        await _waving.Pass();
        var held = await _waving.Stands(id);
        await App.Run("platform.release", IdGenerator.Platform, new { reason = "All is well." });
        await _waving.Pass();

        held.ShouldBe("running: 1 moved, 1 left, 0 skipped, 0 taken back");
        (await _waving.Stands(id)).ShouldBe("done: 2 moved, 0 left, 0 skipped, 0 taken back");
    }

    [Fact]
    public async Task Above_the_ceiling_of_who_started_it_or_without_their_permission_it_pauses()
    {
        var (plan, _) = await _waving.Given("ceiling", 4);
        var id = await _waving.Started(plan, new { wave_size = 1, wait_hours = 1 });
        var run = await _waving.Wave(id);
        var key = (await App.Get($"/api/v1/runs/{run.GetProperty("id").GetString()}")).GetProperty("asked_by").GetString()!;
        await _waving.Later(2);
        await Write(
            "insert into core.ceilings (holder, permission, per, subjects, opened_by) values (@key, 'tenant.take_version', interval '1 day', 1, 'system')",
            key
        );

        await _waving.Pass();
        var above = await _waving.Stands(id);
        await Write("delete from core.ceilings where holder = @key", key);
        await Write("update auth.api_keys set scopes = array_replace(scopes, '*', 'plan_campaign.*') where id = @key", key);
        var other = await TestApplication.Connect(_console);
        var needs = await Needs();
        await other.Run("plan_campaign.resume", id);
        await _waving.Pass();
        var resumed = (await other.Get($"/api/v1/plan-campaigns/{id}")).GetProperty("state").GetString();
        await new CampaignFixture(_console, new(_console, other)).Wave(id);
        await _waving.Later(2);
        await _waving.Pass();

        above.ShouldBe("paused for ceiling: 1 moved, 3 left, 0 skipped, 0 taken back");
        var view = await other.Get($"/api/v1/plan-campaigns/{id}");
        (view.GetProperty("paused_for").GetString(), view.GetProperty("moved").GetInt64()).ShouldBe(("not_allowed", 2));
        (resumed, needs).ShouldBe(("running", "The campaign for ceiling was paused automatically."));
    }

    private async Task<string> Needs()
    {
        await using var work = await _console.Database.Read();
        return (await new CampaignNeeds().Find(Population.Live, work)).ShouldHaveSingleItem().Summary;
    }

    private async Task Write(string sql, string key)
    {
        await using var work = await _console.Database.Write(WriteOrigin.Intake("test"), [IdGenerator.Platform]);
        await work.Execute(sql, new { key });
        await work.Commit();
    }
}
