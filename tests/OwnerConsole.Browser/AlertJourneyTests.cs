using Microsoft.Playwright;
using OwnerConsole.Browser.Fixtures;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Browser;

/// <summary>An owner adds a rule for a probe that is down, sees its alert, finds out what was changed before it, and acknowledges it.</summary>
[Slow(30, "Alerts")]
public sealed class AlertJourneyTests(SignedInConsole console) : IClassFixture<SignedInConsole>
{
    [Fact]
    public async Task An_owner_is_alerted_about_a_probe_that_is_down()
    {
        var application = await TestApplication.Connect(console);
        var probe = (
            await application.Run(
                "probe.add",
                IdGenerator.Platform,
                new
                {
                    kind = "tcp",
                    name = "Booking database",
                    target = "127.0.0.1:9",
                    interval_seconds = 3_600,
                    failures_until_down = 1,
                }
            )
        ).Created();
        await application.Await($"/api/v1/probes/{probe}", details => details.GetProperty("probe").GetProperty("state").GetString() == "down");
        await using var window = await console.Open();
        var page = window.Page;

        await page.GotoAsync("/ops/alerts");
        await PageInspector.Inspect(page, "alerts without rules");
        await page.Locator("#add-probe").ClickAsync();
        await page.Locator("dialog [name='name']").FillAsync("Service down");
        await page.Locator("dialog [name='severity']").SelectOptionAsync("critical");
        await page.Locator("#preview").GetByText("It would have fired 1 time in the last 30 days.").WaitForAsync();
        await PageInspector.Inspect(page, "new alert rule");
        await page.Locator("#preview-confirm").ClickAsync();
        await page.Locator("#change-routes").ClickAsync();
        await page.Locator("dialog [name='mute_times.0.severity']").SelectOptionAsync("low");
        await page.Locator("dialog [name='mute_times.0.days']").SelectOptionAsync("every_day");
        await page.Locator("dialog [name='mute_times.0.from']").FillAsync("18:00");
        await page.Locator("dialog [name='mute_times.0.to']").FillAsync("08:00");
        await PageInspector.Inspect(page, "alert routes");
        await page.Locator("#preview-confirm").ClickAsync();
        await Assertions.Expect(page.Locator("#alerts")).ToContainTextAsync("Muted every day, 18:00 to 08:00");
        await page.GetByRole(AriaRole.Table, new() { Name = "Firing" }).GetByRole(AriaRole.Link, new() { Name = "Service down" }).ClickAsync();

        await Assertions.Expect(page.Locator("#alert-message")).ToContainTextAsync("Booking database is down. The connection was refused.");
        await Assertions.Expect(page.Locator("#causes-h")).ToHaveTextAsync("Possible causes");
        await Assertions.Expect(page.Locator("ol.tl")).ToContainTextAsync("Booking database");
        await page.Locator("#acknowledge-alert").ClickAsync();
        await page.Locator("dialog [name='note']").FillAsync("Calling the provider.");
        await page.Locator("#preview-confirm").ClickAsync();
        await Assertions.Expect(page.Locator("#alert")).ToContainTextAsync("Calling the provider.");
        var alert = page.Url;
        foreach (var width in new[] { 1440, 390 })
        {
            await page.SetViewportSizeAsync(width, 900);
            foreach (var address in new[] { alert, "/ops/alerts", "/ops/alerts/history", "/ops/health", $"/ops/health/{probe}" })
            {
                await page.GotoAsync(address);
                await PageInspector.Inspect(page, $"{address} {width}");
            }
        }
        window.ShouldHaveNoComplaints();
    }
}
