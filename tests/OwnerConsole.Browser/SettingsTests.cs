using Microsoft.Playwright;
using OwnerConsole.Browser.Fixtures;

namespace OwnerConsole.Browser;

/// <summary>Settings are found, previewed, changed and undone.</summary>
public sealed class SettingsTests(SignedInConsole console) : IClassFixture<SignedInConsole>
{
    [Theory]
    [InlineData(1440)]
    [InlineData(390)]
    public async Task A_setting_is_found_previewed_changed_and_undone(int width)
    {
        await using var window = await console.Open(width);
        var page = window.Page;
        var row = page.Locator("#row-emails\\.keep_days");
        await page.GotoAsync("/settings");

        await page.GetByRole(AriaRole.Searchbox).FillAsync("emails.keep");
        await Assertions.Expect(page.Locator("tbody tr")).ToHaveCountAsync(1);
        await row.GetByRole(AriaRole.Link, new() { Name = "Change Email retention" }).ClickAsync();
        await page.GetByRole(AriaRole.Spinbutton, new() { Name = "Email retention" }).FillAsync("45");
        await page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(page.Locator("#preview")).ToContainTextAsync("45");
        await Assertions.Expect(page.Locator("#preview")).ToContainTextAsync("are deleted within an hour");
        await page.GetByRole(AriaRole.Button, new() { Name = "Change setting" }).ClickAsync();
        await Assertions.Expect(row).ToContainTextAsync("45 days");
        await row.GetByRole(AriaRole.Button, new() { Name = "Undo: Email retention" }).ClickAsync();

        await Assertions.Expect(row).Not.ToContainTextAsync("45 days");
        window.ShouldHaveNoComplaints();
    }
}
