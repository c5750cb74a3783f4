using System.Net;
using System.Text.RegularExpressions;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Plans.Plans;

namespace OwnerConsole.Tests.Insights;

/// <summary>The list of metrics with their values, and the metrics that a person pins to the overview.</summary>
[Slow(11, "Insights")]
public sealed partial class MetricListTests : IAsyncLifetime
{
    private TestConsole _console = null!; // set before each test, because values cover the whole platform

    public async ValueTask InitializeAsync() => _console = await TestConsole.Start();

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task A_metric_shows_its_value_and_change_and_one_without_data_says_so()
    {
        var (app, tenant) = await _console.Studio();
        var now = TimeProvider.System.GetUtcNow();
        object Session(int days) => EventReports.Event(tenant, "session.recorded", now.AddDays(-days).AddHours(-2), new { duration_seconds = 3600 });
        (await app.Report("?backfill=true", [Session(2), Session(3), Session(4), Session(40), Session(41)])).Accepted.ShouldBe(5);
        await _console.WaitForProjection();
        var owner = await TestBrowser.Owner(_console);

        await owner.Get("/explore");

        Row(owner, "sessions-started").ShouldBe("3 30 days +50 % vs. previous 30 days");
        Row(owner, "tenants-total").ShouldBe("1 now +1 in 30 days");
        Row(owner, "trials-running").ShouldBe("No data yet");
        var series = await app.Post(
            "/api/v1/metrics/query",
            new
            {
                metrics = new[] { "sessions.started" },
                range = new { last = "30d" },
                compare = "previous_period",
            }
        );
        var total = series.GetProperty("metrics")[0].GetProperty("groups")[0].GetProperty("total");
        (total.GetProperty("value").GetDecimal(), total.GetProperty("change_share").GetDecimal()).ShouldBe((3, 0.5m));
    }

    [Theory]
    [InlineData("signups", "tenants-opened")]
    [InlineData("MAU", "members-active_30d")]
    [InlineData("sessions.peak", "sessions-peak")]
    public async Task Search_finds_a_metric_by_its_synonyms_and_id_without_script(string text, string metric)
    {
        await _console.Studio();
        var owner = await TestBrowser.Owner(_console);

        await owner.Get($"/explore?q={text}");

        Rows().Matches(owner.Page).Select(row => row.Groups[1].Value).ShouldContain(metric);
        Rows().Matches(owner.Page).Count.ShouldBeLessThan(5);
        await owner.Get("/explore?q=zebra");
        owner.Page.ShouldContain("No metrics found");
    }

    [Fact]
    public async Task A_pinned_metric_is_a_tile_of_its_person_until_it_is_unpinned()
    {
        await _console.Studio();
        var owner = await TestBrowser.Owner(_console);
        var other = await TestBrowser.Join(_console, "admin");
        await owner.Get("/explore");

        var answer = await owner.Post("/explore/pins", ("metric", "tenants.total"), ("back", "/explore?q=total"));
        await owner.Post("/explore/pins", ("metric", "sessions.peak"), ("back", "/explore"));

        answer.Headers.Location!.OriginalString.ShouldBe("/explore?q=total");
        await owner.Get("/overview");
        Tiles(owner).ShouldBe(["tenants-total", "sessions-peak"]);
        foreach (
            var (name, value) in owner
                .Cookies.Split("; ")
                .Select(pair => pair.Split('='))
                .Where(pair => pair[0] != "__Host-oc")
                .Select(pair => (pair[0], pair[1]))
        )
            other.Plant(name, value); // the same browser, used by someone else
        await other.Get("/overview");
        Tiles(other).ShouldBeEmpty();

        await owner.Post("/explore/pins", ("metric", "tenants.total"), ("back", "/overview"));
        await owner.Get("/overview");
        Tiles(owner).ShouldBe(["sessions-peak"]);
        (await owner.Post("/explore/pins", ("metric", "made.up"), ("back", "/explore"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_role_that_hides_money_gets_no_amounts_although_they_were_pinned()
    {
        var app = await TestApplication.Connect(_console);
        await PlanTests.Create(app, "gold", "Gold", 77700);
        await app.Put("/api/v1/tenants/ext:rich", new { name = "Rich studio", plan_items = new[] { new { plan = "gold" } } });
        await _console.WaitForRevenue();
        var owner = await TestBrowser.Owner(_console);
        var support = await TestBrowser.Join(_console, "support");
        await support.Get("/explore");
        await support.Post("/explore/pins", ("metric", "mrr.estimated"), ("back", "/explore"));
        await support.Get("/overview");
        Tiles(support).ShouldBe(["mrr-estimated"]);

        await app.Run("role.hide_fields", "rol_support", new { hides = new[] { "money" } });

        await owner.Get("/explore");
        Row(owner, "mrr-estimated").ShouldStartWith("$777");
        await support.Get("/overview");
        Tiles(support).ShouldBeEmpty();
        await support.Get("/explore");
        support.Page.ShouldContain("row-tenants-total");
        support.Page.ShouldNotContain("777");
        support.Page.ShouldNotContain("row-mrr-estimated");
        support.Page.ShouldNotContain("top-bar-tenants-total", Case.Sensitive, "the role can't change settings");
        (await support.Post("/explore/pins", ("metric", "revenue.plans_30d"), ("back", "/explore"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Demo_values_are_shown_until_the_first_live_tenant_and_are_never_mixed()
    {
        var demo = await TestApplication.Connect(_console, Mode.Test);
        foreach (var name in new[] { "one", "two", "three" })
            await demo.Tenant(name);
        var owner = await TestBrowser.Owner(_console);

        await owner.Get("/explore");
        var before = Row(owner, "tenants-total");
        owner.Page.ShouldContain("of demo data");
        await (await TestApplication.Connect(_console)).Tenant("live");
        await owner.Get("/explore");

        before.ShouldStartWith("3 now");
        Row(owner, "tenants-total").ShouldStartWith("1 now");
        owner.Page.ShouldNotContain("of demo data");
    }

    [Fact]
    public async Task Terms_that_name_one_role_limit_only_metrics_that_know_roles()
    {
        var (app, tenant) = await _console.Studio();
        foreach (var (id, role) in new[] { ("c", "client"), ("d", "client"), ("t", "coach") })
            await app.Put($"/api/v1/tenants/{tenant}/members/ext:{id}", new { name = id, role });
        foreach (var (key, value) in new[] { ("label.member", "client"), ("label.members", "clients"), ("label.roles", "coach: Coach, client: Client") })
            await app.Run("setting.change", IdGenerator.Platform, new { key, value });
        await app.Run("setting.change", IdGenerator.Platform, new { key = "overview.figures", value = "members.per_tenant" });
        var owner = await TestBrowser.Owner(_console);

        await owner.Get("/explore");

        Row(owner, "members-total").ShouldStartWith("2 now");
        Row(owner, "members-per_tenant").ShouldStartWith("3 ");
        foreach (
            var link in Regex
                .Matches(owner.Page, "href=\"(/explore[?]metric=members[^\"]*)")
                .Select(link => WebUtility.HtmlDecode(link.Groups[1].Value))
                .ToList()
        )
            (await owner.Get(link)).StatusCode.ShouldBe(HttpStatusCode.OK, link);
    }

    [Fact]
    public async Task A_sixth_figure_of_the_top_bar_is_refused_with_the_reason_until_one_is_removed()
    {
        var (app, _) = await _console.Studio();
        var owner = await TestBrowser.Owner(_console);
        await owner.Get("/explore");
        var full = owner.Page;

        await app.Run("setting.change", IdGenerator.Platform, new { key = "overview.figures", value = "mrr.estimated, attention" });
        await owner.Get("/explore");

        Regex.Match(full, "<[^>]* id=\"top-bar-tenants-total\"[^>]*>").Value.ShouldContain("aria-disabled=\"true\" aria-describedby=\"top-bar-full\"");
        full.ShouldContain("at most 5 figures");
        var link = WebUtility.HtmlDecode(Regex.Match(owner.Page, "id=\"top-bar-tenants-total\" href=\"([^\"]+)\"").Groups[1].Value);
        Uri.UnescapeDataString(link).ShouldContain("value=mrr.estimated, attention, tenants.total");
        (await owner.Get(link)).StatusCode.ShouldBe(HttpStatusCode.OK);
        owner.Page.ShouldContain("attention, tenants.total");
    }

    private static IEnumerable<string> Tiles(TestBrowser browser) => PinnedTiles().Matches(browser.Page).Select(tile => tile.Groups[1].Value);

    /// <returns>Value and change of a row as text.</returns>
    private static string Row(TestBrowser browser, string metric)
    {
        var row = Regex.Match(browser.Page, $"(?s)<tr[^>]* id=\"row-{metric}\">.*?</tr>").Value;
        var cells = Regex
            .Matches(row, "(?s)<td[^>]*data-l=\"(?:Value|Change)\"[^>]*>(.*?)</td>")
            .Select(cell => Regex.Replace(cell.Groups[1].Value, "<[^>]+>", " "));
        return WebUtility.HtmlDecode(Regex.Replace(string.Join(' ', cells), @"\s+", " ")).Trim();
    }

    [GeneratedRegex("id=\"tile-pinned-([^\"]+)\"")]
    private static partial Regex PinnedTiles();

    [GeneratedRegex("<tr[^>]* id=\"row-([^\"]+)\">")]
    private static partial Regex Rows();
}
