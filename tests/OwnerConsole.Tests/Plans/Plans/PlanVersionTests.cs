using System.Net;
using System.Text.Json;
using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Plans.Entitlements;

namespace OwnerConsole.Tests.Plans.Plans;

/// <summary>Each version of a plan lists its terms and subscribers.</summary>
public sealed class PlanVersionTests(TestConsole console) : IClassFixture<TestConsole>, IAsyncLifetime
{
    private LimitedPlatform _limited = null!; // set before each test

    public async ValueTask InitializeAsync() => _limited = await LimitedPlatform.Open(console);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Each_version_shows_its_limits_subscribers_and_monthly_revenue()
    {
        var id = await Plan("seen", 1000);
        await Take("seen-1", ("seen", 1));
        await Take("seen-2", ("seen", 3));
        await _limited.Limit(id, "new", "20");
        await Take("seen-3", ("seen", 1));
        await _limited.App.Run("tenant.grant", await _limited.On("seen-4"), new { plan = "seen" });

        var versions = await Versions(id);

        versions.Select(version => version.GetProperty("number").GetInt32()).ShouldBe([2, 1]);
        versions.Select(version => version.GetProperty("tenants").GetInt64()).ShouldBe([2, 2]);
        versions.Select(version => version.GetProperty("monthly").EnumerateArray().Sum(paid => paid.GetProperty("amount").GetInt64())).ShouldBe([1000, 4000]); // A grant pays nothing.
        versions.Select(version => version.GetProperty("is_sold").GetBoolean()).ShouldBe([true, false]);
        versions[0].GetProperty("limits")[0].GetProperty("allows").GetString().ShouldBe("20");
        versions[1].GetProperty("limits").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task The_directory_filters_tenants_by_plan_version()
    {
        var id = await Plan("listed", 1000);
        await Take("listed-old", ("listed", 1));
        await _limited.Limit(id, "new", "20");
        await Take("listed-new", ("listed", 1));
        await _limited.App.Run("tenant.grant", await _limited.On("listed-given"), new { plan = "listed" });

        (await Names("plan=listed&version=1")).ShouldBe(["limits-listed-old"]);
        (await Names("plan=listed&version=2")).ShouldBe(["limits-listed-new", "limits-listed-given"], ignoreOrder: true);
        (await Names("plan=listed&version=9")).ShouldBeEmpty();
        (await _limited.App.Send(HttpMethod.Get, "/api/v1/tenants?version=x", null)).Status.ShouldBe(400);
    }

    [Fact]
    public async Task An_undone_version_has_no_subscribers()
    {
        var id = await Plan("back", 1000);
        var run = await _limited.Limit(id, "all", "20");
        await Take("back-1", ("back", 1));

        await _limited.App.Undo(run);

        var versions = await Versions(id);
        versions.Select(version => version.GetProperty("is_reverted").GetBoolean()).ShouldBe([true, false]);
        versions.Select(version => version.GetProperty("tenants").GetInt64()).ShouldBe([0, 1]);
        versions[1].GetProperty("is_sold").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task The_plan_page_shows_its_versions_and_links_to_their_subscribers()
    {
        var id = await Plan("paged", 4900);
        await Take("paged-1", ("paged", 2));
        await _limited.Limit(id, "from", "20", "2031-01-01");
        var owner = await TestBrowser.Join(console, "admin");

        await owner.Get($"/plans/{id}");

        owner.Page.ShouldContain("98.00 USD");
        owner.Page.ShouldContain("/tenants?plan=paged&version=1");
        owner.Page.ShouldContain("all subscribers from");
        await owner.Get("/tenants?plan=paged&version=1");
        owner.Page.ShouldContain("limits-paged-1");
    }

    [Fact]
    public async Task The_old_address_of_the_plans_redirects_to_the_new_one()
    {
        var owner = await TestBrowser.Join(console, "admin");

        using var moved = await owner.Get("/settings/plans");

        moved.Headers.Location?.ToString().ShouldBe("/plans", owner.Page);
        (await _limited.App.Send(HttpMethod.Get, "/api/v1/plans/pln_nobody/versions", null)).Status.ShouldBe((int)HttpStatusCode.NotFound);
    }

    private async Task<string> Plan(string key, long amount) => (await PlanTests.Create(_limited.App, key, key, amount)).Created();

    private async Task Take(string name, params (string Plan, int Quantity)[] items) =>
        await _limited.App.Run(
            "tenant.change_plan",
            await _limited.On(name),
            new { items = items.Select(item => new { plan = item.Plan, quantity = item.Quantity }) }
        );

    private async Task<List<JsonElement>> Versions(string id) =>
        [.. (await _limited.App.Get($"/api/v1/plans/{id}/versions")).GetProperty("data").EnumerateArray()];

    private async Task<List<string?>> Names(string query) =>
        [
            .. (await _limited.App.Get($"/api/v1/tenants?{query}"))
                .GetProperty("data")
                .EnumerateArray()
                .Select(row => row.GetProperty("external_id").GetString()),
        ];
}
