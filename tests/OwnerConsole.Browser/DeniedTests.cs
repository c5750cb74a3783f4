using Microsoft.Playwright;
using OwnerConsole.Browser.Fixtures;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Browser;

/// <summary>Without permission, actions stay visible and keyboard-accessible, and say why they are unavailable and who can do them.</summary>
public sealed class DeniedTests(OwnedConsole console) : IClassFixture<OwnedConsole>
{
    private const string Why = "You don't have permission for these actions. Your role is Read only. Owner and Admin can: ask Ann Owner.";

    [Fact]
    public async Task The_bulk_bar_shows_why_its_actions_are_unavailable()
    {
        await using var window = await console.Open(who: await Reader("ticks"));
        var page = window.Page;
        await page.GotoAsync("/tenants");

        await page.GetByTestId("tenant-checkbox-1").CheckAsync();
        var denied = page.Locator(".bulk").GetByRole(AriaRole.Button, new() { Name = "Suspend tenant" });
        await denied.FocusAsync();
        await page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(denied).ToBeFocusedAsync();
        await Assertions.Expect(denied).ToBeDisabledAsync();
        await Assertions.Expect(denied).ToHaveAccessibleDescriptionAsync(Why);
        await Assertions.Expect(page.GetByText(Why)).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("#preview")).ToHaveCountAsync(0);
        await Assertions.Expect(page.GetByTestId("bulk-operations-btn")).ToHaveCountAsync(0);
        await PageInspector.Inspect(page, "selected rows of a reader");
        window.ShouldHaveNoComplaints();
    }

    [Fact]
    public async Task On_a_phone_the_sheets_show_why_actions_are_unavailable()
    {
        await using var phone = await console.Open(390, who: await Reader("thumb"));
        var page = phone.Page;
        await page.GotoAsync("/tenants");
        await page.GetByTestId("tenant-checkbox-1").CheckAsync();

        await page.Locator(".bulk-open").TapAsync();
        await Assertions.Expect(page.Locator("#tenants-acts").GetByText(Why)).ToBeVisibleAsync();
        await PageInspector.Inspect(page, "sheet of selected rows of a reader at 390");
        await page.GotoAsync($"/tenants/{console.Ids[0]}");
        await page.Locator("#do-more").TapAsync();
        var denied = page.Locator("#do-sheet").GetByRole(AriaRole.Button, new() { Name = "Reactivate tenant" });

        await Assertions.Expect(denied).ToBeDisabledAsync();
        await Assertions.Expect(denied).ToHaveAccessibleDescriptionAsync(Why);
        await Assertions.Expect(page.Locator("#do-sheet a")).ToHaveCountAsync(0);
        await PageInspector.Inspect(page, "sheet of a tenant's actions of a reader at 390");
        phone.ShouldHaveNoComplaints();
    }

    [Fact]
    public async Task The_palette_shows_why_a_command_is_unavailable_and_opens_no_form()
    {
        await using var window = await console.Open(390, who: await Reader("words"));
        var page = window.Page;
        await page.GotoAsync("/tenants");

        await page.Keyboard.PressAsync("Control+k");
        await page.Locator("#palette-q").FillAsync("suspend acorn");
        var option = page.Locator("#palette-list [role=option]").Filter(new() { HasText = "Suspend Acorn Academy" });
        await Assertions.Expect(option).ToContainTextAsync("You can't suspend tenants. Your role is Read only. Owner and Admin can: ask Ann Owner.");
        await Assertions.Expect(option).ToHaveAttributeAsync("aria-disabled", "true");
        await PageInspector.Inspect(page, "palette of a reader at 390");
        await page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(page.Locator("#palette")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("#preview")).ToHaveCountAsync(0);
        window.ShouldHaveNoComplaints();
    }

    private Task<TestBrowser> Reader(string name) => console.AddColleague(name, "read_only");
}
