using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Plans.Entitlements;
using OwnerConsole.Tests.Revenue.Movements;

namespace OwnerConsole.Tests.Plans.Campaigns;

/// <summary>Tenants on an older version of a plan are migrated to the current one.</summary>
public sealed class MoveToCurrentVersionTests(TestConsole console) : IClassFixture<TestConsole>, IAsyncLifetime
{
    private LimitedPlatform _limited = null!; // set before each test

    private TestApplication App => _limited.App;

    public async ValueTask InitializeAsync() => _limited = await LimitedPlatform.Open(console);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_migration_states_its_effect_and_undo_restores_version_price_and_limits()
    {
        var acme = await Given("moved");
        await App.Post(LimitedPlatform.Consume, LimitedPlatform.Asked(acme, "sessions", "60"));

        var run = await App.Run("tenant.move_to_current_version", acme, new { plan = "moved" });
        var (limit, money) = (await _limited.Limits(acme), await console.Movements(acme));
        await App.Undo(run);

        run.GetProperty("lines")[0]
            .GetProperty("text")
            .GetString()
            .ShouldBe(
                "limits-moved migrates from version 2 of moved to version 3. Its estimated MRR changes from 38.00 USD to 58.00 USD. "
                    + "It would exceed a limit: existing data is kept, but usage can't grow."
            );
        limit.ShouldBe(["50"]);
        money.ShouldEndWith("+58");
        (await _limited.Limits(acme)).ShouldBe(["100"]);
        (await console.Movements(acme)).ShouldEndWith("+38");
    }

    [Fact]
    public async Task All_tenants_on_a_version_migrate_together_and_late_undo_is_refused()
    {
        var acme = await Given("many");
        var beta = await _limited.On("many-new", "many");

        var preview = await App.Post(
            "/api/v1/previews",
            new
            {
                operation = "tenant.move_to_current_version",
                query = new { plan = "many", version = "2" },
                input = new { plan = "many" },
            }
        );
        var run = await App.Post("/api/v1/runs", new { preview = preview.GetProperty("id").GetString() });
        await App.Run("tenant.change_plan", acme, new { items = Array.Empty<object>() });

        run.GetProperty("lines").GetArrayLength().ShouldBe(1);
        run.GetProperty("lines")[0].GetProperty("id").GetString().ShouldBe(acme);
        (await App.UndoRefused(run)).ShouldBe("moved_on");
        (await App.Refusal("tenant.move_to_current_version", beta, new { plan = "many" })).ShouldBe("no_change");
        (await App.Refusal("tenant.move_to_current_version", acme, new { plan = "many" })).ShouldBe("not_subscribed");
        (await App.Refusal("tenant.move_to_current_version", beta, new { plan = "nothing" })).ShouldBe("unknown_plan");
    }

    /// <returns>A tenant with quantity 2 on the second version of a plan whose third version costs 29.00 USD and grants 50 sessions.</returns>
    private async Task<string> Given(string key)
    {
        var plan = await _limited.Plan(key, ("sessions", "100"));
        var tenant = await _limited.On(key);
        await App.Run("tenant.change_plan", tenant, new { items = new[] { new { plan = key, quantity = 2 } } });
        object limits = new[] { new { feature = "sessions", allows = "50" } };
        await App.Run("plan.draft", plan, new { price = new { amount = 2900, currency = "USD" }, limits });
        await App.Run("plan.publish", plan);
        return tenant;
    }
}
