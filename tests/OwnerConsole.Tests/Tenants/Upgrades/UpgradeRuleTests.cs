using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Lanes;

namespace OwnerConsole.Tests.Tenants.Upgrades;

/// <summary>Each test has a console of its own: rules are for all tenants.</summary>
public sealed class UpgradeRuleTests : IAsyncLifetime
{
    private TestConsole _console = null!; // set before each test

    private UpgradePlatform _asking = null!; // set before each test

    public async ValueTask InitializeAsync() => _asking = await UpgradePlatform.Open(_console = await TestConsole.Start());

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    private TestApplication App => _asking.App;

    [Fact]
    public async Task A_request_that_matches_is_approved_by_a_run_of_the_rule()
    {
        var rule = await Rule(
            new
            {
                plan = "pro",
                instead_of = "starter",
                tenure_days = 0,
            }
        );
        var acme = await _asking.On("rule-1", "starter");

        var id = await _asking.Asked(acme, "pro");
        await Pass();

        (await _asking.State(id)).ShouldBe("approved");
        (await _asking.Held(acme)).ShouldBe("pro 1");
        var run = await App.Get($"/api/v1/runs/{(await _asking.Request(id)).GetProperty("run_id").GetString()}");
        run.GetProperty("asked_by").GetString().ShouldBe(rule);
        var timeline = await App.Await($"/api/v1/tenants/{acme}/timeline", answer => answer.GetProperty("data").EnumerateArray().Any(IsApproval));
        var entry = timeline.GetProperty("data").EnumerateArray().First(IsApproval);
        entry.GetProperty("actor").GetString().ShouldBe(rule);
    }

    [Fact]
    public async Task What_is_asked_instead_of_another_plan_or_too_early_waits_for_a_person()
    {
        await Rule(
            new
            {
                plan = "pro",
                instead_of = "starter",
                tenure_days = 0,
            }
        );
        await Rule(new { plan = "enterprise", tenure_days = 30 });
        var (other, young, old) = (await _asking.On("rule-2", "seats"), await _asking.On("rule-3", "starter"), await _asking.On("rule-4", "starter"));
        await Age(old, 31);
        string[] ids = [await _asking.Asked(other, "pro"), await _asking.Asked(young, "enterprise"), await _asking.Asked(old, "enterprise")];

        await Pass();

        (await States(ids)).ShouldBe(["open", "open", "approved"]);
    }

    [Fact]
    public async Task Above_its_ceiling_the_next_ones_wait_and_undone_ones_count()
    {
        await Rule(
            new
            {
                plan = "pro",
                tenure_days = 0,
                daily = 2,
            }
        );
        var ids = new List<string>();
        for (var number = 0; number < 3; number++)
            ids.Add(await _asking.Asked(await _asking.On($"ceiling-{number}", "starter"), "pro"));

        await Pass();
        await Pass();
        var first = await States([.. ids]);
        await App.Post($"/api/v1/runs/{(await _asking.Request(ids[0])).GetProperty("run_id").GetString()}/undo", new { });
        await Pass();

        first.ShouldBe(["approved", "approved", "open"]);
        (await States([.. ids])).ShouldBe(["open", "approved", "open"]);
    }

    [Fact]
    public async Task What_somebody_took_back_the_rule_leaves_to_people()
    {
        await Rule(new { plan = "pro", tenure_days = 0 });
        var id = await _asking.Asked(await _asking.On("rule-5", "starter"), "pro");
        await Pass();
        await App.Post($"/api/v1/runs/{(await _asking.Request(id)).GetProperty("run_id").GetString()}/undo", new { });

        await Pass();

        (await _asking.State(id)).ShouldBe("open");
    }

    [Fact]
    public async Task The_emergency_stop_holds_it()
    {
        await Rule(new { plan = "pro", tenure_days = 0 });
        var acme = await _asking.On("rule-6", "starter");
        await App.Run("platform.stop", IdGenerator.Platform);
        var id = await _asking.Asked(acme, "pro");

        await Pass();

        (await _asking.State(id)).ShouldBe("open");
    }

    [Fact]
    public async Task A_rule_that_is_changed_approves_as_many_what_it_approved_today_included_and_its_undo_brings_back_what_it_was()
    {
        var rule = await Rule(
            new
            {
                plan = "pro",
                tenure_days = 0,
                daily = 1,
            }
        );
        var ids = new List<string>();
        for (var number = 0; number < 3; number++)
            ids.Add(await _asking.Asked(await _asking.On($"changed-{number}", "starter"), "pro"));
        await Pass();

        var run = await App.Run("upgrade_rule.change", rule, new { daily = 2 });
        await Pass();
        var changed = await States([.. ids]);
        var again = await App.Refusal("upgrade_rule.change", rule, new { tenure_days = 0 });
        var much = await App.Refusal("upgrade_rule.change", rule, new { daily = 1_001 });
        await App.Undo(run);
        await App.Run("upgrade_rule.change", rule, new { daily = 3 });
        await App.Run("upgrade_rule.retire", rule);
        await Pass();

        run.GetProperty("lines")[0].GetProperty("text").GetString().ShouldBe("This rule approves requests automatically, up to 2 per day.");
        changed.ShouldBe(["approved", "approved", "open"]);
        (again, much).ShouldBe(("no_change", "bad_daily"));
        (await States([.. ids])).ShouldBe(["approved", "approved", "open"]);
        (await App.Refusal("upgrade_rule.change", rule, new { daily = 5 })).ShouldBe("retired");
    }

    [Fact]
    public async Task A_retired_rule_approves_nothing_any_more()
    {
        await App.Run("upgrade_rule.retire", await Rule(new { plan = "pro", tenure_days = 0 }));
        var id = await _asking.Asked(await _asking.On("rule-7", "starter"), "pro");

        await Pass();

        (await _asking.State(id)).ShouldBe("open");
    }

    [Fact]
    public async Task What_can_not_be_ruled_is_refused_in_words()
    {
        await Rule(new { plan = "pro" });

        (await Refused(new { plan = "pro" })).ShouldBe("already_ruled");
        (await Refused(new { plan = "pro", instead_of = "pro" })).ShouldBe("same_plan");
        (await Refused(new { plan = "gold" })).ShouldBe("unknown_plan");
        (await Refused(new { plan = "pro", instead_of = "gold" })).ShouldBe("unknown_plan");
        (await Refused(new { plan = "seats", tenure_days = -1 })).ShouldBe("bad_tenure");
        (await Refused(new { plan = "seats", daily = 0 })).ShouldBe("bad_daily");
        (await Refused(new { plan = "pro", instead_of = "starter" })).ShouldBeNull();
    }

    private async Task<string> Rule(object input)
    {
        var made = await App.Run("upgrade_rule.add", IdGenerator.Platform, input);
        return made.GetProperty("lines")[0].GetProperty("created").GetString()!;
    }

    private Task<string?> Refused(object input) => App.Refusal("upgrade_rule.add", IdGenerator.Platform, input);

    /// <summary>What the console does by itself every few seconds.</summary>
    private async Task Pass()
    {
        var kind = _console.Services.GetServices<IWorkHandler>().Single(workHandler => workHandler.Name == "upgrade_rules.approve");
        await kind.Execute(null!, CancellationToken.None);
    }

    private async Task Age(string tenant, int days)
    {
        await using var work = await _console.Database.Write(WriteOrigin.Intake("test"), [tenant]);
        await work.Execute("update core.tenants set opened_at = opened_at - make_interval(days => @days) where tenant_id = @tenant", new { tenant, days });
        await work.Commit();
    }

    private async Task<List<string?>> States(string[] ids)
    {
        var states = new List<string?>();
        foreach (var id in ids)
            states.Add(await _asking.State(id));
        return states;
    }

    private static bool IsApproval(JsonElement line) => line.TryGetProperty("operation", out var operation) && operation.GetString() == "upgrade.approve";
}
