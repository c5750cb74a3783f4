using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Fixtures;
using OwnerConsole.Plans.Entitlements;
using OwnerConsole.Plans.Entitlements.Blocks;

namespace OwnerConsole.Tests.Plans.Entitlements.Blocks;

/// <summary>One list shows the tenants that are blocked, over, at or near a limit.</summary>
public sealed class ReachedLimitTests(TestConsole console) : IClassFixture<TestConsole>, IAsyncLifetime
{
    private const string Address = "/api/v1/limits";

    private LimitedPlatform _limited = null!; // set before each test

    public async ValueTask InitializeAsync() => _limited = await LimitedPlatform.Open(console);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task The_worst_state_comes_first_and_each_row_shows_its_usage()
    {
        await Used("list-near", "sessions", "80");
        await Used("list-below", "sessions", "79");
        await Used("list-reached", "sessions", "100");
        await Used("list-over", "exports", "7");
        var blocked = await Used("list-blocked", "sessions", "100");
        await _limited.Refused(LimitedPlatform.Consume, blocked, "sessions");
        await _limited.Refused(LimitedPlatform.Consume, blocked, "sessions");
        await console.Services.GetRequiredService<RefusalCounter>().Flush(TestContext.Current.CancellationToken);

        (await Rows($"{Address}?q=list-")).ShouldBe([
            "list-blocked sessions blocked 100 of 100, 2 refused",
            "list-over exports over 7 of 5 by 2, 0 refused",
            "list-reached sessions reached 100 of 100, 0 refused",
            "list-near sessions near 80 of 100, 0 refused",
        ]);
        (await Rows($"{Address}?q=list-&state=near")).ShouldHaveSingleItem();
        (await Rows($"{Address}?q=list-&feature=exports")).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_tenant_refused_far_below_its_limit_is_listed_until_unblocked()
    {
        var acme = await Used("far-below", "sessions", "10");
        await _limited.Refused(LimitedPlatform.Consume, acme, "sessions", "500");
        (await Rows($"{Address}?q=far-")).ShouldBe(["far-below sessions blocked 10 of 100, 0 refused"]);

        await _limited.App.Run("tenant.change_plan", acme, new { items = new[] { new { plan = "enterprise" } } });
        await console.Services.GetServices<IWorkHandler>().OfType<BlockNotifier>().Single().Execute(null!, CancellationToken.None); // The handler reads no item.

        (await Rows($"{Address}?q=far-")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Pages_follow_each_other_without_a_gap()
    {
        for (var number = 0; number < 7; number++)
            await Used($"paged-{number}", number % 2 == 0 ? "sessions" : "lifetime", number % 2 == 0 ? "90" : "3");

        var (rows, next) = (new List<string>(), "");
        do
        {
            var page = await _limited.App.Get($"{Address}?q=paged-&limit=2{next}");
            rows.AddRange(page.GetProperty("data").EnumerateArray().Select(row => row.GetProperty("tenant_id").GetString()!));
            next = page.GetProperty("next_cursor").GetString() is { } cursor ? $"&cursor={cursor}" : null;
        } while (next is not null);

        rows.Count.ShouldBe(7);
        rows.Distinct().Count().ShouldBe(7);
    }

    [Theory]
    [InlineData("state=awful")]
    [InlineData("cursor=x")]
    [InlineData("states=near")]
    public async Task An_invalid_query_is_rejected(string query) => (await _limited.App.Send(HttpMethod.Get, $"{Address}?{query}")).Status.ShouldBe(400);

    [Fact]
    public async Task The_page_counts_each_state_and_offers_an_override()
    {
        var acme = await Used("shown-reached", "sessions", "100");
        var owner = await TestBrowser.Owner(console);

        await owner.Get("/plans/limits?q=shown-");

        owner.Page.ShouldContain("100 of 100 sessions");
        owner.Page.ShouldContain($"id=\"override-{acme}:sessions\"");
        owner.Page.ShouldContain("Limit reached <span class=\"count\">1</span>");
        await owner.Get("/plans/limits?q=nobody-is-called-so");
        owner.Page.ShouldContain("No matches");
    }

    private async Task<string> Used(string name, string feature, string amount)
    {
        var id = await _limited.App.Tenant(name);
        await _limited.App.Run("tenant.change_plan", id, new { items = new[] { new { plan = "starter" } } });
        await _limited.App.Post(LimitedPlatform.Consume, LimitedPlatform.Asked(id, feature, amount));
        return id;
    }

    private async Task<IReadOnlyList<string>> Rows(string address)
    {
        var rows = new List<string>();
        foreach (var row in (await _limited.App.Get(address)).GetProperty("data").EnumerateArray())
        {
            var tenant = await _limited.App.Get($"/api/v1/tenants/{row.GetProperty("tenant_id").GetString()}");
            var over = row.GetProperty("over") is { ValueKind: JsonValueKind.String } by ? $" by {by.GetString()}" : "";
            rows.Add(
                $"{tenant.GetProperty("name").GetString()} {string.Join(' ', LimitedPlatform.Said(row, "feature", "state", "used"))} of {row.GetProperty("limit").GetString()}{over}, {row.GetProperty("refused").GetInt64()} refused"
            );
        }
        return rows;
    }
}
