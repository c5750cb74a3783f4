using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Plans.Upgrades;

namespace OwnerConsole.Tests.Plans.Upgrades;

/// <summary>The page lists requests of all tenants, so each test has its own console.</summary>
[Slow(5, "Upgrades")]
public sealed class UpgradePageTests : IAsyncLifetime
{
    private const string Address = "/plans/requests";

    private TestConsole _console = null!; // set before each test

    private UpgradePlatform _upgrades = null!; // set before each test

    public async ValueTask InitializeAsync() => _upgrades = await UpgradePlatform.Open(_console = await TestConsole.Start());

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task The_page_explains_that_there_are_no_requests()
    {
        var owner = await TestBrowser.Owner(_console);

        await owner.Get(Address);

        owner.Page.ShouldContain("No open requests");
        owner.Page.ShouldContain("No closed requests yet.");
        owner.Page.ShouldContain("No rules. Every request needs a manual review.");
    }

    [Fact]
    public async Task Open_requests_are_listed_above_closed_ones_with_their_obstacles()
    {
        var (acme, other) = (await _upgrades.On("page-1", "starter"), await _upgrades.On("page-2", "starter"));
        var (open, stale) = (await _upgrades.RequestedId(acme, "pro", "More room for us."), await _upgrades.RequestedId(other, "pro"));
        var rejected = await _upgrades.RequestedId(acme, "enterprise");
        await _upgrades.App.Run("upgrade.reject", rejected, new { reason = "Too early." });
        await _upgrades.App.Put($"/api/v1/tenants/{other}", new { plan_items = new[] { new { plan = "seats" } } });
        var owner = await TestBrowser.Owner(_console);

        await owner.Get(Address);
        var page = owner.Page;
        await owner.Get($"{Address}?state=approved");

        page.ShouldContain($"id=\"approve-{open}\"");
        page.ShouldContain("More room for us.");
        page.ShouldContain($"id=\"approve-{stale}\"");
        page.ShouldContain("is no longer on the plan to be replaced");
        page.ShouldContain($"id=\"row-{rejected}\"");
        page.ShouldContain("Too early.");
        owner.Page.ShouldContain("No matching requests");
    }

    [Fact]
    public async Task The_export_contains_open_and_closed_requests()
    {
        var acme = await _upgrades.On("page-3", "starter");
        var (first, second) = (await _upgrades.RequestedId(acme, "pro", "We grow."), await _upgrades.RequestedId(acme, "enterprise"));
        await _upgrades.App.Run("upgrade.reject", second, new { reason = "Too early." });
        var owner = await TestBrowser.Owner(_console);

        var file = await (await owner.Get($"{Address}/export")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        file.ShouldContain(first);
        file.ShouldContain("We grow.");
        file.ShouldContain(second);
        file.ShouldContain("Too early.");
    }

    [Fact]
    public async Task The_request_with_the_largest_revenue_needs_attention_first()
    {
        await _upgrades.RequestedId(await _upgrades.On("page-4", "starter"), "pro");
        await _upgrades.RequestedId(await _upgrades.On("page-5", "starter"), "enterprise");

        await using var work = await _console.Database.Read();
        var needs = await new UpgradeAttentionSource().Find(Mode.Live, work);

        needs.Items.Select(need => (need.Summary, need.MinorUnits)).ShouldBe([("page-5 requests Enterprise.", 18000), ("page-4 requests Pro.", 3000)]);
    }

    [Fact]
    public async Task A_read_only_member_sees_no_button_and_the_reason()
    {
        var id = await _upgrades.RequestedId(await _upgrades.On("page-6", "starter"), "pro");
        var bea = await TestBrowser.Join(_console, "support");

        await bea.Get(Address);

        bea.Page.ShouldContain("</a> requests <bdi>");
        bea.Page.ShouldNotContain($"approve-{id}");
        bea.Page.ShouldContain("Actions you can't use");
    }
}
