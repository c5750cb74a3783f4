using Microsoft.Playwright;
using OwnerConsole.Browser.Fixtures;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Browser;

/// <summary>An owner declares an incident, posts it on the status page, keeps the team informed, and writes the post-mortem.</summary>
[Slow(30, "Incidents")]
public sealed class IncidentJourneyTests(SignedInConsole console) : IClassFixture<SignedInConsole>
{
    [Fact]
    public async Task An_owner_declares_resolves_and_closes_an_incident()
    {
        var application = await TestApplication.Connect(console);
        await application.Tenant("acme", "Acme Studio", members: 2);
        await application.Run("status_component.add", IdGenerator.Platform, new { name = "Booking" });
        await application.Run("status_page.configure", IdGenerator.Platform, new { name = "Acme", enabled = true });
        await using var window = await console.Open();
        var page = window.Page;

        await page.GotoAsync("/ops/incidents");
        await PageInspector.Inspect(page, "no incidents");
        await page.Locator("#declare-incident").ClickAsync();
        await page.Locator("dialog [name='title']").FillAsync("Bookings fail");
        await page.Locator("dialog [name='severity']").SelectOptionAsync("sev1");
        await page.Locator("#preview").GetByText("It affects 1 tenant with 2 members now.").WaitForAsync();
        await PageInspector.Inspect(page, "new incident");
        await page.Locator("#preview-confirm").ClickAsync();
        await page.GetByRole(AriaRole.Table, new() { Name = "Open incidents" }).GetByRole(AriaRole.Link, new() { Name = "Bookings fail" }).ClickAsync();

        await Assertions.Expect(page.Locator("#incident")).ToContainTextAsync("Next update due");
        await page.Locator("#set-status").ClickAsync();
        await page.Locator("dialog [name='status']").SelectOptionAsync("monitoring");
        await page.Locator("dialog [name='note']").FillAsync("Rolled back the release.");
        await page.Locator("#preview-confirm").ClickAsync();
        await Assertions.Expect(page.Locator("ol.tl").First).ToContainTextAsync("Rolled back the release.");
        await page.Locator("#set-root-cause").ClickAsync();
        await page.Locator("dialog [name='root_cause']").FillAsync("A migration locked a table.");
        await page.Locator("#preview-confirm").ClickAsync();
        await Assertions.Expect(page.Locator("#incident")).ToContainTextAsync("A migration locked a table.");
        await page.Locator("#add-item").ClickAsync();
        await page.Locator("dialog [name='description']").FillAsync("Alert on locks");
        await page.Locator("#preview-confirm").ClickAsync();
        await Assertions.Expect(page.Locator("#incident")).ToContainTextAsync("Alert on locks");

        var incident = page.Url;
        await page.Locator("#post-to-status-page").ClickAsync();
        await page.Locator("dialog [name='body']").FillAsync("We are looking for the cause.");
        await page.Locator("#preview-confirm").ClickAsync();
        await page.Locator("#preview").WaitForAsync(new() { State = WaitForSelectorState.Hidden });
        await page.GotoUntilShown("/status", "We are looking for the cause.");
        await Assertions.Expect(page.Locator("article")).ToContainTextAsync("Bookings fail");

        foreach (var width in new[] { 1440, 390 })
        {
            await page.SetViewportSizeAsync(width, 900);
            foreach (var address in new[] { incident, $"{incident}/post-mortem", "/ops/incidents", "/ops/status-page", "/status", "/status/history" })
            {
                await page.GotoAsync(address);
                await PageInspector.Inspect(page, $"{address} {width}");
            }
        }
        window.ShouldHaveNoComplaints();
    }
}
