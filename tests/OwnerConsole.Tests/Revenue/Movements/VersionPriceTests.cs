using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Plans.Entitlements;
using OwnerConsole.Tests.Plans.Plans;

namespace OwnerConsole.Tests.Revenue.Movements;

/// <summary>Subscribers who keep a version of a plan keep its price, and the estimated MRR reflects it.</summary>
public sealed class VersionPriceTests(TestConsole console) : IClassFixture<TestConsole>, IAsyncLifetime
{
    private TestApplication _app = null!; // set before each test

    public async ValueTask InitializeAsync() => _app = await TestApplication.Connect(console);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Migrating_all_subscribers_changes_their_price_and_undo_restores_it()
    {
        var (plan, acme) = await Given("all");
        await _app.Run("plan.change", plan, new { price = new { amount = 1500, currency = "USD" } });
        var kept = await console.Movements(acme);

        var toAll = await _app.Run("plan.limit", plan, new { limits = Array.Empty<object>(), rollout = "all" });
        var given = await console.Movements(acme);
        await _app.Undo(toAll);

        kept.ShouldBe("2026-01-01 new +10");
        given.ShouldEndWith("expansion +5");
        (await console.Movements(acme)).ShouldBe("2026-01-01 new +10", "the change was undone within the minute");
    }

    [Fact]
    public async Task A_scheduled_price_takes_effect_on_its_day()
    {
        var (plan, acme) = await Given("dated");
        await _app.Run("plan.change", plan, new { price = new { amount = 1500, currency = "USD" } });
        await _app.Run(
            "plan.limit",
            plan,
            new
            {
                limits = Array.Empty<object>(),
                rollout = "from",
                from = "2030-01-01",
            }
        );
        var before = await console.Movements(acme);

        // Simulates that the scheduled day has come.
        await Execute("update core.plan_prices set rollout_at = now(), due_at = now() where plan = 'priced-dated' and due_at is not null");

        before.ShouldBe("2026-01-01 new +10");
        await console.Until("select not exists (select from core.plan_prices where due_at is not null)");
        (await console.Movements(acme)).ShouldEndWith("expansion +5");
    }

    [Fact]
    public async Task A_quantity_change_and_an_undo_keep_the_price_of_the_subscribed_version()
    {
        var (plan, acme) = await Given("seats");
        await _app.Run("plan.change", plan, new { price = new { amount = 1500, currency = "USD" } });

        await _app.Put($"/api/v1/tenants/{acme}", new { plan_items = new[] { new { plan = "priced-seats", quantity = 3 } } });
        var reported = await console.Movements(acme);
        var decided = await _app.Run("tenant.change_plan", acme, new { items = new[] { new { plan = "priced-seats", quantity = 4 } } });
        await _app.Undo(decided);
        var ended = await _app.Run("tenant.change_plan", acme, new { items = Array.Empty<object>() });
        await _app.Undo(ended);

        reported.ShouldEndWith("expansion +20");
        (await console.Movements(acme)).ShouldBe(reported);
        var versions = (await _app.Get($"/api/v1/plans/{plan}/versions")).GetProperty("data").EnumerateArray();
        versions.Select(version => version.GetProperty("tenants").GetInt64()).ShouldBe([0, 1]);
    }

    private async Task<(string Plan, string Tenant)> Given(string name)
    {
        var plan = (await PlanTests.Create(_app, $"priced-{name}", name, 1000)).Created();
        return (plan, await _app.Since($"version-{name}", "2026-01-01", RevenueReports.Active(($"priced-{name}", 1))));
    }

    private async Task Execute(string sql)
    {
        await using var work = await console.Database.Write(WriteOrigin.Intake("test"), [IdGenerator.Platform]);
        await work.Execute(sql);
        await work.Commit();
    }
}
