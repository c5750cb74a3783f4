using Microsoft.Playwright;
using OwnerConsole.Browser.Fixtures;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Browser;

/// <summary>An owner without plans adds one and grants it to a tenant, without using the API.</summary>
[Slow(8, "Plans")]
public sealed class GrantsTests(OwnedConsole console) : IClassFixture<OwnedConsole>
{
    [Fact]
    public async Task A_plan_is_added_granted_undone_and_changed_with_a_quantity()
    {
        await using var window = await console.Open();
        var page = window.Page;
        await page.GotoAsync("/plans");
        await page.Locator("#add-plan").ClickAsync();
        await page.Locator("#in-key").FillAsync("pro");
        await page.Locator("#in-name").FillAsync("Pro");
        await page.Locator("#in-price").FillAsync("49.00");
        await page.Locator("#in-trial_days").FillAsync("14");
        await page.Locator("#in-trial_days").PressAsync("Tab");
        await Assertions.Expect(page.Locator("#preview")).ToContainTextAsync("49.00 USD a month, after a trial of 14 days");
        await page.Locator("#preview-confirm").ClickAsync();
        await Assertions.Expect(page.Locator("tbody tr")).ToContainTextAsync("49.00 USD a month");

        await page.GotoAsync($"/tenants?open={console.Ids[3]}");
        await page.Locator("#grant-top").ClickAsync();
        await Assertions.Expect(page.Locator("#grants-h + *")).Not.ToContainTextAsync("Grant Pro");
        await PageInspector.Inspect(page, "granted");
        await page.Locator(".toast-card").Filter(new() { HasText = "1 plan granted" }).GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Assertions.Expect(page.Locator("#grant-top")).ToHaveTextAsync("Grant Pro");

        await page.Locator("#reset-trial").ClickAsync();
        await Assertions.Expect(page.Locator("#command-center")).ToContainTextAsync("in 14 days");
        await page.Locator("#change-plan").ClickAsync();
        await page.Locator("#in-items-0-plan").SelectOptionAsync("pro");
        await page.Locator("#in-items-0-quantity").FillAsync("3");
        await page.Locator("#in-items-0-quantity").PressAsync("Tab");
        await Assertions.Expect(page.Locator("#preview")).ToContainTextAsync("is on Pro × 3");
        await page.Locator("#preview-confirm").ClickAsync();
        await Assertions.Expect(page.Locator("#command-center")).ToContainTextAsync("× 3 at 49.00 USD a month");
        window.ShouldHaveNoComplaints();
    }
}
