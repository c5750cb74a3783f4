using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Tenants.Upgrades;

namespace OwnerConsole.Tests.Tenants.Upgrades;

/// <summary>Each test has a console of its own: the page is of all tenants.</summary>
public sealed class UpgradePageTests : IAsyncLifetime
{
    private const string Address = "/plans/requests";

    private TestConsole _console = null!; // set before each test

    private UpgradePlatform _asking = null!; // set before each test

    public async ValueTask InitializeAsync() => _asking = await UpgradePlatform.Open(_console = await TestConsole.Start());

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task Nobody_asks_and_the_page_says_so()
    {
        var owner = await TestBrowser.Owner(_console);

        await owner.Get(Address);

        owner.Page.ShouldContain("No open requests");
        owner.Page.ShouldContain("No closed requests yet.");
        owner.Page.ShouldContain("No rules. Every request needs a manual review.");
    }

    [Fact]
    public async Task Open_ones_stand_above_the_answered_ones_with_why_they_can_not_be_approved()
    {
        var (acme, other) = (await _asking.On("page-1", "starter"), await _asking.On("page-2", "starter"));
        var (open, stale) = (await _asking.Asked(acme, "pro", "More room for us."), await _asking.Asked(other, "pro"));
        var rejected = await _asking.Asked(acme, "enterprise");
        await _asking.App.Run("upgrade.reject", rejected, new { reason = "Too early." });
        await _asking.App.Put($"/api/v1/tenants/{other}", new { plan_items = new[] { new { plan = "seats" } } });
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
    public async Task The_file_holds_open_and_answered_ones()
    {
        var acme = await _asking.On("page-3", "starter");
        var (first, second) = (await _asking.Asked(acme, "pro", "We grow."), await _asking.Asked(acme, "enterprise"));
        await _asking.App.Run("upgrade.reject", second, new { reason = "Too early." });
        var owner = await TestBrowser.Owner(_console);

        var file = await (await owner.Get($"{Address}/export")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        file.ShouldContain(first);
        file.ShouldContain("We grow.");
        file.ShouldContain(second);
        file.ShouldContain("Too early.");
    }

    [Fact]
    public async Task What_brings_most_needs_somebody_first()
    {
        await _asking.Asked(await _asking.On("page-4", "starter"), "pro");
        await _asking.Asked(await _asking.On("page-5", "starter"), "enterprise");

        await using var work = await _console.Database.Read();
        var needs = await new UpgradeNeeds().Find(Population.Live, work);

        needs.Select(need => (need.Summary, need.MinorUnits)).ShouldBe([("page-5 requests Enterprise.", 18000), ("page-4 requests Pro.", 3000)]);
    }

    [Fact]
    public async Task Who_may_only_read_sees_no_button_and_why()
    {
        var id = await _asking.Asked(await _asking.On("page-6", "starter"), "pro");
        var bea = await TestBrowser.Join(_console, "support");

        await bea.Get(Address);

        bea.Page.ShouldContain("</a> requests <bdi>");
        bea.Page.ShouldNotContain($"approve-{id}");
        bea.Page.ShouldContain("Actions you can't use");
    }
}
