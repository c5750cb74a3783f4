using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Fixtures;
using OwnerConsole.Metrics.Catalogue;

namespace OwnerConsole.Tests.Insights;

/// <summary>The explore page: every metric in every offered range, and its chart as a table and a file.</summary>
public sealed partial class ExploreTests(TestConsole console) : IClassFixture<TestConsole>
{
    [Fact]
    [Slow(25, "Explore")]
    [NotPooled("MetricExecutorTests and CatalogueTests run the same statements.")]
    public async Task Every_metric_opens_in_every_offered_range_and_breakdown()
    {
        await using var alone = await TestConsole.Start();
        await alone.Studio();
        var owner = await TestBrowser.Owner(alone);
        foreach (var metric in await Catalogue(alone))
        {
            var page = $"/explore?metric={metric.Id}&range=";
            foreach (var range in new[] { "7d", "30d", "12w", "12m", "36m" })
                (await owner.Get(page + range)).StatusCode.ShouldBe(HttpStatusCode.OK, $"{metric.Id} {range}: {owner.Page}");
            (await owner.Get(page + "7d")).StatusCode.ShouldBe(HttpStatusCode.OK);
            var cuts = Cut().Matches(owner.Page).Select(cut => cut.Groups[1].Value).ToList();
            cuts.Except(["tenant", "weekday%2Chour"]).ShouldBe(metric.Dimensions.Select(dimension => dimension.Name), ignoreOrder: true);
            foreach (var cut in cuts)
            {
                (await owner.Get($"{page}7d&by={cut}")).StatusCode.ShouldBe(HttpStatusCode.OK, $"{metric.Id} by {cut}: {owner.Page}");
                (await owner.Get($"/explore/file?metric={metric.Id}&range=7d&by={cut}&as=csv")).StatusCode.ShouldBe(HttpStatusCode.OK);
            }
        }
    }

    [Fact]
    public async Task Chart_table_and_file_match_and_each_step_links_to_its_rows()
    {
        var app = await TestApplication.Connect(console);
        await app.Tenant("charted-1", "Charted one");
        await console.WaitForRevenue();
        var owner = await TestBrowser.Owner(console);

        await owner.Get("/explore?metric=tenants.opened&range=7d");
        var page = owner.Page;
        var file = await (await owner.Get("/explore/file?metric=tenants.opened&range=7d&as=csv")).Content.ReadAsStringAsync(
            TestContext.Current.CancellationToken
        );

        var values = file.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split(',')[5]).ToList();
        Enumerable
            .Range(0, 7)
            .Select(step => Number().Match(page, page.IndexOf($"row-chart-{step}\"", StringComparison.Ordinal)).Groups[1].Value)
            .ShouldBe(values);
        var rows = WebUtility.HtmlDecode(Rows().Match(page, page.IndexOf("row-chart-6\"", StringComparison.Ordinal)).Groups[1].Value);
        await owner.Get(rows);
        owner.Page.ShouldContain("Charted one");
        owner.Page.ShouldContain("Show the whole range");
        await owner.Get(WebUtility.HtmlDecode(Rows().Match(page, page.IndexOf("row-chart-0\"", StringComparison.Ordinal)).Groups[1].Value));
        owner.Page.ShouldContain("No data in this range.");
    }

    [Fact]
    public async Task The_hours_of_the_week_match_on_the_page_and_in_the_file()
    {
        await using var alone = await TestConsole.Start();
        var (app, tenant) = await alone.Studio();
        var began = new DateTimeOffset(TimeProvider.System.GetUtcNow().UtcDateTime.Date.AddDays(-3).AddHours(11), TimeSpan.Zero);
        await app.Report(EventReports.Event(tenant, "session.recorded", began, new { duration_seconds = 600 }));
        await alone.WaitForProjection();
        var owner = await TestBrowser.Owner(alone);

        await owner.Get("/explore?metric=sessions.started&range=7d&by=weekday,hour");
        var page = owner.Page;
        var file = await (await owner.Get("/explore/file?metric=sessions.started&range=7d&by=weekday,hour&as=csv")).Content.ReadAsStringAsync(
            TestContext.Current.CancellationToken
        );

        var day = began.DayOfWeek is DayOfWeek.Sunday ? 7 : (int)began.DayOfWeek;
        file.Split('\n').Where(line => line.Contains($",{day},11,", StringComparison.Ordinal)).ShouldHaveSingleItem().ShouldContain(",1");
        page.ShouldContain("<td class=\"h9\">1</td>");
        page.ShouldContain("by day of the week and hour");
    }

    [Fact]
    public async Task The_rows_of_the_current_step_include_the_current_second()
    {
        await using var alone = await TestConsole.Start();
        var tenant = await (await TestApplication.Connect(alone)).Tenant("just-now", "Just now");
        var owner = await TestBrowser.Owner(alone);
        await alone.Until("select extract(milliseconds from now())::int % 1000 < 100"); // Leaves enough time for a response within the same second.
        await TestCluster.Current.Force(alone.Options.Connections, "update core.tenants set opened_at = now()");

        await owner.Get("/explore?metric=tenants.opened&range=7d");
        await owner.Get(WebUtility.HtmlDecode(Rows().Match(owner.Page, owner.Page.IndexOf("row-chart-6\"", StringComparison.Ordinal)).Groups[1].Value));

        owner.Page.ShouldContain(tenant);
    }

    [Theory]
    [InlineData("sessions.started")] // For one tenant, it is stored by day.
    [InlineData("members.active_7d")]
    public async Task The_current_day_of_a_metric_stored_by_day_links_to_its_rows(string metric)
    {
        await using var alone = await TestConsole.Start();
        var (app, tenant) = await alone.Studio();
        await app.Put($"/api/v1/tenants/{tenant}/members/ext:anna", new { name = "Anna Today" });
        await app.Report(EventReports.Event(tenant, "session.recorded", TimeProvider.System.GetUtcNow(), new { duration_seconds = 60, member = "anna" }));
        await alone.WaitForProjection();
        var owner = await TestBrowser.Owner(alone);

        await owner.Get($"/explore?metric={metric}&range=7d&tenant={tenant}");
        var answer = await owner.Get(
            WebUtility.HtmlDecode(Rows().Match(owner.Page, owner.Page.IndexOf("row-chart-6\"", StringComparison.Ordinal)).Groups[1].Value)
        );

        answer.StatusCode.ShouldBe(HttpStatusCode.OK, owner.Page);
    }

    [Fact]
    public async Task The_rows_of_a_metric_are_paged_and_exported_completely()
    {
        await using var alone = await TestConsole.Start();
        var app = await TestApplication.Connect(alone);
        await app.Put(
            "/api/v1/tenants",
            new { data = Enumerable.Range(1, 30).Select(number => new { id = $"ext:behind-{number}", name = $"Behind {number}." }) }
        );
        await alone.WaitForRevenue();
        var owner = await TestBrowser.Owner(alone);

        await owner.Get("/explore?metric=tenants.total");
        var first = Behind().Matches(owner.Page).Select(match => match.Value).ToList();
        await owner.Get(WebUtility.HtmlDecode(Next().Match(owner.Page).Groups[1].Value));
        var second = Behind().Matches(owner.Page).Select(match => match.Value).ToList();
        var hasFirst = owner.Page.Contains("id=\"pager-first\" href=\"/explore?metric=tenants.total&range=30d#rows\"", StringComparison.Ordinal);
        var isLast = !owner.Page.Contains("id=\"pager-next\"", StringComparison.Ordinal);
        var file = await (await owner.Get("/explore/rows/file?metric=tenants.total&range=30d")).Content.ReadAsStringAsync(
            TestContext.Current.CancellationToken
        );

        (first.Count, second.Count, hasFirst, isLast).ShouldBe((25, 5, true, true));
        first.Concat(second).Distinct().Count().ShouldBe(30);
        file.TrimEnd().Split("\r\n").Length.ShouldBe(31);
    }

    private static async Task<IReadOnlyList<Metric>> Catalogue(TestConsole console)
    {
        await using var work = await console.Database.Read();
        return await console.Services.GetRequiredService<MetricCatalogue>().All(work);
    }

    [GeneratedRegex("[&;]by=([^\"&]+)\"", RegexOptions.None, 1000)]
    private static partial Regex Cut();

    [GeneratedRegex("<span class=\"num\">([^<]*)<", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Number();

    [GeneratedRegex(@"Behind \d+\.(?=</a>)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Behind();

    [GeneratedRegex("id=\"pager-next\" href=\"([^\"]*)\"", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Next();

    [GeneratedRegex("<a href=\"([^\"]*)\" aria-label=\"Underlying data for", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Rows();
}
