using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Identity;
using OwnerConsole.Insights.Overview;
using OwnerConsole.Tests.Plans.Plans;

namespace OwnerConsole.Tests.Insights;

/// <summary>Metrics on the overview.</summary>
public sealed class OverviewTests(TestConsole console) : IClassFixture<TestConsole>
{
    [Fact]
    public async Task Hotspots_by_open_sessions_show_the_change_since_seven_days_ago()
    {
        var (app, tenant) = await console.Studio();
        var now = TimeProvider.System.GetUtcNow();
        var weekAgo = now.AddDays(-7);
        await app.Report(
            EventReports.Event(tenant, "session.recorded", weekAgo.AddHours(-3), new { duration_seconds = 6 * 3600 }),
            EventReports.Event(tenant, "session.started", now.AddMinutes(-20), new { session = "one" }),
            EventReports.Event(tenant, "session.started", now.AddMinutes(-10), new { session = "other" })
        );
        await console.WaitForProjection();

        var numbers = await console.Services.GetRequiredService<OverviewMetrics>().Find(HotspotKind.Sessions, Caller.System, CancellationToken.None);

        var spot = numbers.Hotspots.Single(spot => spot.TenantId == tenant);
        (spot.Figure.Value, spot.Figure.Previous, spot.Figure.Change).ShouldBe((2, 1, 1));
    }

    [Fact]
    public async Task Tiers_show_the_revenue_and_subscriptions_of_each_plan()
    {
        var app = await TestApplication.Connect(console);
        await PlanTests.Create(app, "tier", "Tier", 2500);
        foreach (var (name, quantity) in new[] { ("tier-1", 1), ("tier-2", 3) })
            await app.Put($"/api/v1/tenants/ext:{name}", new { name, plan_items = new[] { new { plan = "tier", quantity } } });
        await console.WaitForRevenue();

        var numbers = await console.Services.GetRequiredService<OverviewMetrics>().Find(HotspotKind.Members, Caller.System, CancellationToken.None);

        var tier = numbers.Tiers!.Metrics[0].Groups.Single(group => group.Key["plan"] == "tier");
        (tier.Total!.Value, numbers.SubscriptionsOf(tier)).ShouldBe((10_000, 4));
    }

    [Fact]
    public async Task Only_a_stale_tile_shows_since_when_it_is_stale()
    {
        await using var alone = await TestConsole.Start();
        await alone.Studio();
        var owner = await TestBrowser.Owner(alone);
        await owner.Get("/overview");
        var fresh = owner.Page;

        await using (var work = await alone.Database.Write(WriteOrigin.Intake("test"), []))
        {
            await work.Execute("update core.projection set reproject_requested_at = now() - interval '10 minutes'"); // A recalculation was requested and has not started.
            await work.Commit();
        }
        await owner.Get("/overview");

        fresh.ShouldNotContain("stale since");
        Tile(owner.Page, "tenants-active_7d").ShouldContain("stale since");
        Tile(owner.Page, "tenants-opened").ShouldNotContain("stale since");
    }

    [Fact]
    public async Task The_shared_answer_shows_no_money_to_roles_that_hide_it_and_no_other_tenants_to_a_segment()
    {
        await using var alone = await TestConsole.Start();
        var app = await TestApplication.Connect(alone);
        await PlanTests.Create(app, "gold", "Gold", 77700);
        await app.Put("/api/v1/tenants/ext:rich", new { name = "Rich studio", plan_items = new[] { new { plan = "gold" } } });
        var ends = TimeProvider.System.GetUtcNow().AddDays(2);
        await app.Put(
            "/api/v1/tenants/ext:soon",
            new
            {
                name = "Soon studio",
                lifecycle = "trial",
                trial_ends_at = ends,
            }
        );
        await app.Run("tenant.tag", await app.Tenant("own", "Own studio"), new { tag = "vip" });
        await alone.WaitForRevenue();
        alone.Services.GetRequiredService<OverviewCache>().MaxAge = TimeSpan.FromMinutes(1);
        await app.Run("role.hide_fields", "rol_support", new { hides = new[] { "money" } });
        await app.Run("role.set_segment", "rol_admin", new { tag = "vip" });
        var owner = await TestBrowser.Owner(alone);
        var blind = await TestBrowser.Join(alone, "support");
        var limited = await TestBrowser.Join(alone, "admin", "Cem");

        foreach (var reader in new[] { owner, blind, limited, owner })
            await reader.Get("/overview");

        owner.Page.ShouldContain("777");
        owner.Page.ShouldContain("The trial of Soon studio ends soon.");
        owner.Page.ShouldContain("Extend trial by 7 days: The trial of Soon studio");
        OverviewOf(blind.Page).ShouldNotContain("777");
        OverviewOf(blind.Page).ShouldNotContain("MRR");
        OverviewOf(blind.Page).ShouldContain("The trial of Soon studio ends soon.");
        OverviewOf(limited.Page).ShouldNotContain("777");
        OverviewOf(limited.Page).ShouldNotContain("Soon studio");
    }

    private static string OverviewOf(string page) => page[page.IndexOf("id=\"overview\"", StringComparison.Ordinal)..];

    private static string Tile(string page, string id)
    {
        var begin = page.IndexOf($"id=\"tile-{id}\"", StringComparison.Ordinal);
        return page[begin..page.IndexOf("</a>", begin, StringComparison.Ordinal)];
    }
}
