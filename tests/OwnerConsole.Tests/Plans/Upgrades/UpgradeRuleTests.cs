using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Plans.Upgrades;

/// <summary>Rules apply to all tenants, so each test has its own console.</summary>
[Slow(8, "Upgrades")]
public sealed class UpgradeRuleTests : IAsyncLifetime
{
    private TestConsole _console = null!; // set before each test

    private UpgradePlatform _upgrades = null!; // set before each test

    public async ValueTask InitializeAsync() => _upgrades = await UpgradePlatform.Open(_console = await TestConsole.Start());

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    private TestApplication App => _upgrades.App;

    [Fact]
    public async Task A_matching_request_is_approved_by_a_run_of_the_rule()
    {
        var rule = await Rule(
            new
            {
                plan = "pro",
                instead_of = "starter",
                tenure_days = 0,
            }
        );
        var acme = await _upgrades.On("rule-1", "starter");

        var id = await _upgrades.RequestedId(acme, "pro");
        await ApplyRules();

        (await _upgrades.State(id)).ShouldBe("approved");
        (await _upgrades.CurrentPlans(acme)).ShouldBe("pro 1");
        var run = await App.Get($"/api/v1/runs/{(await _upgrades.Request(id)).GetProperty("run_id").GetString()}");
        run.GetProperty("requested_by").GetString().ShouldBe(rule);
        var timeline = await App.Await($"/api/v1/tenants/{acme}/timeline", answer => answer.GetProperty("data").EnumerateArray().Any(IsApproval));
        var entry = timeline.GetProperty("data").EnumerateArray().First(IsApproval);
        entry.GetProperty("actor").GetString().ShouldBe(rule);
    }

    [Fact]
    public async Task A_request_that_does_not_match_the_rule_stays_open()
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
        var (other, young, old) = (await _upgrades.On("rule-2", "seats"), await _upgrades.On("rule-3", "starter"), await _upgrades.On("rule-4", "starter"));
        await Age(old, 31);
        string[] ids =
        [
            await _upgrades.RequestedId(other, "pro"),
            await _upgrades.RequestedId(young, "enterprise"),
            await _upgrades.RequestedId(old, "enterprise"),
        ];

        await ApplyRules();

        (await States(ids)).ShouldBe(["open", "open", "approved"]);
    }

    [Fact]
    public async Task A_rule_approves_at_most_its_daily_number_including_undone_ones()
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
            ids.Add(await _upgrades.RequestedId(await _upgrades.On($"ceiling-{number}", "starter"), "pro"));

        await ApplyRules();
        await ApplyRules();
        var first = await States([.. ids]);
        await App.Post($"/api/v1/runs/{(await _upgrades.Request(ids[0])).GetProperty("run_id").GetString()}/undo", new { });
        await ApplyRules();

        first.ShouldBe(["approved", "approved", "open"]);
        (await States([.. ids])).ShouldBe(["open", "approved", "open"]);
    }

    [Fact]
    public async Task A_rule_does_not_approve_an_undone_request_again()
    {
        await Rule(new { plan = "pro", tenure_days = 0 });
        var id = await _upgrades.RequestedId(await _upgrades.On("rule-5", "starter"), "pro");
        await ApplyRules();
        await App.Post($"/api/v1/runs/{(await _upgrades.Request(id)).GetProperty("run_id").GetString()}/undo", new { });

        await ApplyRules();

        (await _upgrades.State(id)).ShouldBe("open");
    }

    [Fact]
    public async Task The_emergency_stop_pauses_rules()
    {
        await Rule(new { plan = "pro", tenure_days = 0 });
        var acme = await _upgrades.On("rule-6", "starter");
        await App.Run("platform.stop", IdGenerator.Platform);
        var id = await _upgrades.RequestedId(acme, "pro");

        await ApplyRules();

        (await _upgrades.State(id)).ShouldBe("open");
    }

    [Fact]
    public async Task A_changed_rule_counts_earlier_approvals_and_undo_restores_it()
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
            ids.Add(await _upgrades.RequestedId(await _upgrades.On($"changed-{number}", "starter"), "pro"));
        await ApplyRules();

        var run = await App.Run("upgrade_rule.change", rule, new { daily = 2 });
        await ApplyRules();
        var changed = await States([.. ids]);
        var again = await App.Refusal("upgrade_rule.change", rule, new { tenure_days = 0 });
        var much = await App.Refusal("upgrade_rule.change", rule, new { daily = 1_001 });
        await App.Undo(run);
        await App.Run("upgrade_rule.change", rule, new { daily = 3 });
        await App.Run("upgrade_rule.retire", rule);
        await ApplyRules();

        run.GetProperty("lines")[0].GetProperty("text").GetString().ShouldBe("This rule approves requests automatically, up to 2 per day.");
        changed.ShouldBe(["approved", "approved", "open"]);
        (again, much).ShouldBe(("no_change", "bad_daily"));
        (await States([.. ids])).ShouldBe(["approved", "approved", "open"]);
        (await App.Refusal("upgrade_rule.change", rule, new { daily = 5 })).ShouldBe("retired");
    }

    [Fact]
    public async Task A_retired_rule_approves_no_requests()
    {
        await App.Run("upgrade_rule.retire", await Rule(new { plan = "pro", tenure_days = 0 }));
        var id = await _upgrades.RequestedId(await _upgrades.On("rule-7", "starter"), "pro");

        await ApplyRules();

        (await _upgrades.State(id)).ShouldBe("open");
    }

    [Fact]
    public async Task An_invalid_rule_is_refused_with_its_reason()
    {
        await Rule(new { plan = "pro" });

        (await Refused(new { plan = "pro" })).ShouldBe("rule_exists");
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
        return made.Created();
    }

    private Task<string?> Refused(object input) => App.Refusal("upgrade_rule.add", IdGenerator.Platform, input);

    /// <summary>Runs the job that the console runs every few seconds.</summary>
    private async Task ApplyRules()
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
            states.Add(await _upgrades.State(id));
        return states;
    }

    private static bool IsApproval(JsonElement line) => line.TryGetProperty("operation", out var operation) && operation.GetString() == "upgrade.approve";
}
