using System.Buffers.Binary;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using OwnerConsole.Browser.Fixtures;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Browser;

/// <summary>Usage in the Command Center of a tenant: active sessions and metrics.</summary>
[Slow(20, "TenantUsage")]
public sealed class TenantUsageTests(OwnedConsole console) : IClassFixture<OwnedConsole>
{
    /// <summary>It takes a moment; a busy machine may need longer.</summary>
    private static readonly LocatorAssertionsToContainTextOptions s_patience = new() { Timeout = 20_000 };

    private readonly DateTimeOffset _now = TimeProvider.System.GetUtcNow();

    [Theory]
    [InlineData(1440)]
    [InlineData(390)]
    public async Task Sessions_appear_and_disappear_automatically(int width)
    {
        var tenant = await TenantNamed($"live-{width}", "Anna", "Ben");
        await using var window = await console.Open(width);
        var page = window.Page;
        await page.GotoAsync($"/tenants?open={tenant}&tab=usage");
        await Assertions.Expect(page.Locator("#present")).ToContainTextAsync("No active sessions");

        await console.Application.Report(Of(tenant, "session.started", "s1", "anna", -90), Of(tenant, "session.started", "s2", "ben", -5));

        await Assertions.Expect(page.Locator("#present")).ToContainTextAsync("Anna", s_patience);
        await Assertions.Expect(page.Locator("#present-count")).ToHaveTextAsync("2");
        await Assertions.Expect(page.Locator("#here-now")).ToHaveTextAsync("2 online");
        await Assertions.Expect(page.Locator("#present tbody tr").First).ToContainTextAsync("1 h 30 min"); // the longest session comes first
        await console.Application.Report(Of(tenant, "session.ended", "s1", "anna", 0));
        await Assertions.Expect(page.Locator("#present-count")).ToHaveTextAsync("1", new() { Timeout = 20_000 });
        await Assertions.Expect(page.Locator("#here-now")).ToHaveTextAsync("1 online");
        await Assertions.Expect(page.Locator("#present")).Not.ToContainTextAsync("Anna");
        await PageInspector.Inspect(page, $"usage live {width}");
        window.ShouldHaveNoComplaints();
    }

    [Fact]
    public async Task A_metric_links_to_its_rows_of_this_tenant_only()
    {
        var (mine, other) = (await TenantNamed("mine", "Anna"), await TenantNamed("other", "Ben"));
        await ReportSessions(mine, 3, 3_600);
        await ReportSessions(other, 1, 3_600);
        await using var window = await console.Open();
        var page = window.Page;
        await page.GotoAsync($"/tenants/{mine}/usage");

        await Assertions.Expect(page.Locator("#row-usage-sessions-time-row")).ToContainTextAsync("3 h");
        await Assertions.Expect(page.Locator("#row-usage-sessions-started-row")).ToContainTextAsync("× average");
        await page.Locator("#tile-usage-sessions-started").ClickAsync();

        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Sessions");
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Studio mine" }).First).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Table, new() { Name = "Underlying data" }).Locator("tbody tr")).ToHaveCountAsync(3);
        await page.GetByRole(AriaRole.Link, new() { Name = "12 weeks" }).ClickAsync();
        page.Url.ShouldContain($"tenant={mine}");
        await page.GetByRole(AriaRole.Link, new() { Name = "Show all" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Studio other" }).First).ToBeVisibleAsync();
        window.ShouldHaveNoComplaints();
    }

    [Theory]
    [InlineData(1440)]
    [InlineData(390)]
    public async Task A_chart_works_by_keyboard_exports_an_image_and_links_to_its_rows(int width)
    {
        var tenant = await TenantNamed($"charted-{width}", "Anna");
        await ReportSessions(tenant, 3, 3_600);
        await using var window = await console.Open(width);
        var (page, keys) = (window.Page, window.Page.Keyboard);
        await page.GotoAsync($"/tenants/{tenant}/usage");
        var plot = page.GetByRole(AriaRole.Slider, new() { Name = "Daily usage" });

        await plot.FocusAsync();
        await Assertions.Expect(plot).ToHaveAttributeAsync("aria-valuetext", new Regex(@"\(so far\): \u2068Sessions\u2069 \d"));
        await keys.PressAsync("Home");
        await Assertions.Expect(plot).ToHaveAttributeAsync("aria-valuenow", "1");
        await Assertions.Expect(plot).ToHaveAttributeAsync("aria-valuetext", new Regex("\u2069 0$"));
        await keys.PressAsync("End");
        await keys.PressAsync("ArrowLeft");
        await Assertions.Expect(plot).ToHaveAttributeAsync("aria-valuenow", "29");
        await Assertions.Expect(plot.Locator("[data-said]")).ToHaveTextAsync((await plot.GetAttributeAsync("aria-valuetext"))!);
        await Assertions.Expect(plot.Locator(".dot.on")).ToHaveCountAsync(1);
        await PageInspector.Inspect(page, $"chart {width}");
        var picture = await page.RunAndWaitForDownloadAsync(() => page.Locator("#usage-days-png").ClickAsync());
        picture.SuggestedFilename.ShouldMatch($@"^sessions\.started_\d{{4}}-\d\d-\d\d_30d_{tenant}\.png$");
        (await Size(picture)).Width.ShouldBe(
            (int)(await page.EvaluateAsync<double>("2 * (document.querySelector('#usage-days-plot > svg').getBoundingClientRect().width + 48)"))
        );
        await page.GetByText("Show table").ClickAsync();
        await Assertions.Expect(page.Locator("#usage-days-twin tbody tr")).ToHaveCountAsync(30);

        await plot.FocusAsync();
        while (
            await plot.GetAttributeAsync("aria-valuetext") is { } said
            && !said.EndsWith(" 3", StringComparison.Ordinal)
            && !said.EndsWith(" 2", StringComparison.Ordinal)
        )
            await keys.PressAsync("ArrowLeft");
        await keys.PressAsync("Enter");

        await page.WaitForURLAsync("**/explore?metric=sessions.started*at=*#rows");
        await Assertions.Expect(page.GetByText("Show the whole range")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Table, new() { Name = "Underlying data" }).Locator("tbody tr").First).ToContainTextAsync("r0");
        window.ShouldHaveNoComplaints();
    }

    [Fact]
    public async Task Without_script_a_chart_has_a_table_that_expands_and_is_open_in_print()
    {
        await using var window = await console.Open(script: false);
        var page = window.Page;

        await page.GotoAsync("/explore?metric=tenants.opened&range=12w");

        (await page.Locator("#chart-plot path.ln").First.GetAttributeAsync("d"))!.ShouldStartWith("M");
        await Assertions.Expect(page.Locator("#chart-png")).ToBeHiddenAsync();
        await Assertions.Expect(page.Locator("#row-chart-11")).ToBeHiddenAsync();
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        await Assertions.Expect(page.Locator("#row-chart-11")).ToBeVisibleAsync();
        await page.EmulateMediaAsync(new() { Media = Media.Screen });
        await page.GetByText("Show table").ClickAsync();
        await Assertions.Expect(page.Locator("#row-chart-11")).ToContainTextAsync("(so far)");
        window.ShouldHaveNoComplaints();
    }

    [Fact]
    public async Task A_tenant_without_data_shows_how_to_report_it()
    {
        await using var window = await console.Open();
        var page = window.Page;

        await page.GotoAsync($"/tenants/{console.Ids[9]}/usage");

        await Assertions.Expect(page.Locator("#tenant-usage")).ToContainTextAsync("No data in the last two months");
        await Assertions.Expect(page.Locator("#tenant-usage pre")).ToContainTextAsync($"\"subject\": \"{console.Ids[9]}\"");
        await PageInspector.Inspect(page, "usage empty");
        window.ShouldHaveNoComplaints();
    }

    [Fact]
    public async Task A_failed_metric_is_marked_next_to_the_others()
    {
        var tenant = await TenantNamed("failing", "Anna");
        await ReportSessions(tenant, 2, 60);
        await Do(
            tenant,
            "insert into core.meters (key, name, unit, event_type, adds, opened_by, opened_at) values ('broken', 'Broken', 'x', 'x', 'sum', 'run_x', now())"
        );
        await Do(tenant, "update core.tenant_days set meters = '{\"broken\": \"no number\"}' where tenant_id = @tenant");
        try
        {
            await using var window = await console.Open();
            var page = window.Page;
            await page.GotoAsync($"/tenants/{tenant}/usage");

            await Assertions.Expect(page.Locator("#row-usage-usage-broken-row")).ToContainTextAsync("Failed");
            await Assertions.Expect(page.Locator("#row-usage-sessions-started-row")).ToContainTextAsync("2");
            await PageInspector.Inspect(page, "usage failed");
            window.ShouldHaveNoComplaints();
        }
        finally
        {
            await Do(tenant, "update core.meters set closed_by = 'run_x', closed_at = now() where key = 'broken'");
            await Do(tenant, "update core.tenant_days set meters = '{}' where tenant_id = @tenant");
        }
    }

    /// <summary>Reads width and height from the first chunk of a PNG.</summary>
    private static async Task<(int Width, int Height)> Size(IDownload picture)
    {
        await using var stream = await picture.CreateReadStreamAsync();
        var head = new byte[24];
        await stream.ReadExactlyAsync(head);
        return (BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(20)));
    }

    private async Task<string> TenantNamed(string id, params string[] people)
    {
        var tenant = await console.Application.Tenant($"usage-{id}", $"Studio {id}");
        await console.Application.Put(
            $"/api/v1/tenants/{tenant}/members",
            new
            {
                data = people.Select(name => new
                {
                    id = "ext:" + name.ToLowerInvariant(),
                    name,
                    joined_at = _now.AddDays(-40),
                }),
            }
        );
        return tenant;
    }

    private async Task ReportSessions(string tenant, int sessions, int seconds)
    {
        var noon = new DateTimeOffset(_now.Date.AddDays(-2).AddHours(12), TimeSpan.Zero); // all on one day, independently of the current time
        await console.Application.Report([
            .. Enumerable
                .Range(0, sessions)
                .Select(at =>
                    (object)
                        EventReports.Event(
                            tenant,
                            "session.recorded",
                            noon.AddHours(-at),
                            new
                            {
                                member = "anna",
                                session = $"r{at}",
                                duration_seconds = seconds,
                            }
                        )
                ),
        ]);
        await console.WaitForProjection();
    }

    private async Task Do(string tenant, string sql)
    {
        await using var work = await console.Database.Write(WriteOrigin.Intake("test"), [tenant]);
        await work.Execute(sql, new { tenant });
        await work.Commit();
    }

    private object Of(string tenant, string type, string session, string member, int minutes) =>
        EventReports.Event(tenant, type, _now.AddMinutes(minutes), new { session, member });
}
