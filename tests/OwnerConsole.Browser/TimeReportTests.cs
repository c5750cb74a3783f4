using System.Text.RegularExpressions;
using Microsoft.Playwright;
using OwnerConsole.Browser.Fixtures;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Browser;

/// <summary>Time reports are opened from every place that shows a tenant, and downloaded.</summary>
[Slow(8, "TimeReports")]
public sealed class TimeReportTests(OwnedConsole console) : IClassFixture<OwnedConsole>
{
    private static readonly string[] s_titles =
    [
        "row",
        "member",
        "external_id",
        "support_number",
        "started_at",
        "ended_at",
        "ended",
        "sessions",
        "seconds",
        "duration",
    ];

    [Fact]
    public async Task A_report_of_last_month_is_downloaded_from_the_members_tab_by_keyboard()
    {
        var month = await ReportLastMonth(console.Ids[0], "m1", "m2");
        await using var window = await console.Open();
        var page = window.Page;
        await page.GotoAsync($"/tenants?open={console.Ids[0]}&tab=members");

        await page.Locator("#time-report-open").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#time-report:modal")).ToHaveCountAsync(1);
        await page.GetByRole(AriaRole.Link, new() { Name = "Last month" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#time-report-holds")).ToContainTextAsync("2 sessions of 2 members, 1:30:00 hours");
        await page.Locator("#time-report-download").FocusAsync();
        var (name, lines) = await Download(page, () => page.Keyboard.PressAsync("Enter"));

        name.ShouldBe($"time-report_Acorn-Academy_{month:yyyy-MM-dd}_{month.AddMonths(1).AddDays(-1):yyyy-MM-dd}.csv");
        lines[0].ShouldBe('\uFEFF' + string.Join(',', s_titles)); // the byte order mark tells spreadsheets that the file is UTF-8
        lines.Count(line => line.StartsWith("session,", StringComparison.Ordinal)).ShouldBe(2);
        lines[^1].ShouldBe("all,,,,,,,2,5400,1:30:00");
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator("#time-report")).ToHaveCountAsync(0);
        (await window.Focused()).ShouldBe("time-report-open");
        new Uri(page.Url).Query.ShouldBe($"?open={console.Ids[0]}&tab=members");
        window.ShouldHaveNoComplaints();
    }

    [Theory]
    [InlineData(1440)]
    [InlineData(390)]
    public async Task A_report_is_downloaded_from_the_row_of_the_directory(int width)
    {
        var tenant = console.Ids[2];
        await ReportLastMonth(tenant, "m1");
        await using var window = await console.Open(width);
        var page = window.Page;
        await page.GotoAsync("/tenants?sort=opened_at");

        await page.Locator($"#report-{tenant}").ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Last month" }).ClickAsync();
        await Assertions.Expect(page.Locator("#time-report-holds")).ToContainTextAsync("1 session of 1 member, 0:45:00 hours");
        var (name, lines) = await Download(page, () => page.Locator("#time-report-download").ClickAsync());

        name.ShouldStartWith("time-report_مدرسة-النور_");
        lines[^1].ShouldBe("all,,,,,,,1,2700,0:45:00");
        await page.Locator("#time-report-cancel").ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex(@"/tenants\?sort=opened_at$"));
        window.ShouldHaveNoComplaints();
    }

    [Fact]
    public async Task Typed_dates_show_the_size_of_the_report_or_an_error()
    {
        await using var window = await console.Open();
        var page = window.Page;
        await page.GotoAsync($"/tenants/{console.Ids[6]}/time-report");

        await page.GetByLabel("From").FillAsync("2026-01-31");
        await page.GetByLabel("To (inclusive)").FillAsync("2026-01-01");
        await page.GetByLabel("To (inclusive)").BlurAsync();
        await Assertions.Expect(page.GetByText("Must not be before from.")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("#time-report-download")).ToBeDisabledAsync();
        await page.GetByLabel("From").FillAsync("2026-01-01");
        await page.GetByLabel("From").BlurAsync();

        await Assertions.Expect(page.Locator("#time-report-holds")).ToContainTextAsync("No sessions started in this period.");
        var (_, lines) = await Download(page, () => page.Locator("#time-report-download").ClickAsync());
        lines.ShouldBe(['\uFEFF' + string.Join(',', s_titles)]);
        window.ShouldHaveNoComplaints();
    }

    [Fact]
    public async Task Without_script_the_report_is_a_page_with_a_form()
    {
        await ReportLastMonth(console.Ids[8], "m1");
        await using var window = await console.Open(script: false);
        var page = window.Page;
        await page.GotoAsync("/tenants?q=guild-8");

        await page.Locator($"#report-{console.Ids[8]}").ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Last month" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Update" }).ClickAsync();

        await Assertions.Expect(page.Locator("#time-report-holds")).ToContainTextAsync("1 session of 1 member");
        var (_, lines) = await Download(page, () => page.Locator("#time-report-download").ClickAsync());
        lines[^1].ShouldBe("all,,,,,,,1,2700,0:45:00");
        await page.Locator("#time-report-cancel").ClickAsync();
        new Uri(page.Url).PathAndQuery.ShouldBe("/tenants?q=guild-8");
    }

    /// <summary>Reports a session of 45 minutes last month for each of these members.</summary>
    /// <returns>the first day of last month</returns>
    private async Task<DateTimeOffset> ReportLastMonth(string tenant, params string[] members)
    {
        var now = TimeProvider.System.GetUtcNow();
        var month = new DateTimeOffset(now.Year, now.Month, 1, 0, 0, 0, TimeSpan.Zero).AddMonths(-1);
        var answer = await console.Application.Report(
            "?backfill=true",
            [
                .. members.Select(
                    (member, at) =>
                        EventReports.Event(
                            tenant,
                            "session.recorded",
                            month.AddDays(3 + at),
                            new
                            {
                                member,
                                session = "of " + member,
                                duration_seconds = 2700,
                            }
                        )
                ),
            ]
        );
        answer.Accepted.ShouldBe(members.Length);
        await console.WaitForProjection();
        return month;
    }

    private static async Task<(string Name, string[] Lines)> Download(IPage page, Func<Task> press)
    {
        var download = await page.RunAndWaitForDownloadAsync(press);
        using var reader = new StreamReader(
            await download.CreateReadStreamAsync(),
            new System.Text.UTF8Encoding(false),
            detectEncodingFromByteOrderMarks: false
        );
        return (download.SuggestedFilename, (await reader.ReadToEndAsync()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries));
    }
}
