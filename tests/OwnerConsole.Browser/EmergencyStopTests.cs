using Microsoft.Playwright;
using OwnerConsole.Browser.Fixtures;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Browser;

/// <summary>One key stops everything; every page shows the stop until it is released with a reason.</summary>
[Slow(10, "EmergencyStops")]
public sealed class EmergencyStopTests(OwnedConsole console) : IClassFixture<OwnedConsole>
{
    [Fact]
    public async Task One_key_stops_everything_until_the_stop_is_released_with_a_reason()
    {
        await using var window = await console.Open();
        var (page, keys) = (window.Page, window.Page.Keyboard);
        await page.GotoAsync("/tenants");

        await keys.PressAsync("!");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Stop everything" })).ToBeVisibleAsync();
        await page.Locator("#preview-confirm").ClickAsync();
        await Assertions.Expect(window.Toast).ToHaveTextAsync("Everything is stopped");
        await Assertions.Expect(Banner(page)).ToContainTextAsync("by Ann Owner");
        await page.GotoAsync($"/tenants/{console.Ids[0]}");
        await Assertions.Expect(Banner(page)).ToBeVisibleAsync();
        await LookAtBothWidths("/tenants");
        await page.GetByRole(AriaRole.Link, new() { Name = "Suspend", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Suspend tenant" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Everything is stopped. Release the emergency stop first.")).ToBeVisibleAsync();
        (await console.Application.Status(console.Ids[0])).ShouldBe("active");
        await keys.PressAsync("Escape");

        await page.Locator("#stop-release").ClickAsync();
        await Assertions.Expect(page.Locator("#preview .err, #preview .note:visible")).ToHaveCountAsync(0);
        await page.GetByLabel("Reason").FillAsync(" ");
        await page.Locator("#preview-confirm").ClickAsync();
        await Assertions.Expect(page.Locator("#preview .err")).ToBeVisibleAsync();
        await page.GetByLabel("Reason").FillAsync("It was a drill.");
        await page.Locator("#preview-confirm").ClickAsync();

        await Assertions.Expect(window.Toast).ToHaveTextAsync("Emergency stop lifted");
        await Assertions.Expect(Banner(page)).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Link, new() { Name = "Suspend", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Suspend tenant" }).ClickAsync();
        await Assertions.Expect(window.Toast.Last).ToHaveTextAsync("1 tenant suspended");
        await keys.PressAsync("!");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Stop everything" })).ToBeVisibleAsync();
        window.ShouldHaveNoComplaints();
    }

    [Fact]
    public async Task Without_script_the_stop_is_set_and_released_on_separate_pages()
    {
        await using var window = await console.Open(script: false);
        var page = window.Page;
        await page.GotoAsync("/tenants?sort=-name");

        await page.GetByRole(AriaRole.Link, new() { Name = "Stop everything" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Stop everything" }).ClickAsync();
        await Assertions.Expect(window.Toast).ToHaveTextAsync("Everything is stopped");
        new Uri(page.Url).PathAndQuery.ShouldBe("/tenants?sort=-name");
        await page.GotoAsync($"/operations/new?operation=tenant.suspend&subject={console.Ids[3]}&back=/tenants");
        await page.GetByRole(AriaRole.Button, new() { Name = "Suspend tenant" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Everything is stopped. Release the emergency stop first.")).ToBeVisibleAsync();
        await page.GotoAsync("/tenants");
        await Banner(page).GetByRole(AriaRole.Link, new() { Name = "Release" }).ClickAsync();
        await page.GetByLabel("Reason").FillAsync("It was a drill.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Release the stop" }).ClickAsync();

        await Assertions.Expect(window.Toast).ToHaveTextAsync("Emergency stop lifted");
        await Assertions.Expect(Banner(page)).ToHaveCountAsync(0);
        (await console.Application.Post($"/api/v1/tenants/{console.Ids[3]}/suspend", new { })).GetProperty("state").GetString().ShouldBe("done");
    }

    private static ILocator Banner(IPage page) => page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "Everything is stopped since" });

    private async Task LookAtBothWidths(params string[] addresses)
    {
        foreach (var width in new[] { 1440, 390 })
        foreach (var address in addresses)
        {
            await using var window = await console.Open(width);
            await window.Page.GotoAsync(address);
            await Assertions.Expect(Banner(window.Page)).ToBeVisibleAsync();
            await PageInspector.Inspect(window.Page, $"{address} {width} while stopped");
            window.ShouldHaveNoComplaints();
        }
    }
}
