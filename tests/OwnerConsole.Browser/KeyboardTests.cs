using System.Text.RegularExpressions;
using Microsoft.Playwright;
using OwnerConsole.Browser.Fixtures;

namespace OwnerConsole.Browser;

/// <summary>Keyboard shortcuts and navigation without a mouse.</summary>
public sealed class KeyboardTests(OwnedConsole console) : IClassFixture<OwnedConsole>
{
    [Fact]
    public async Task Two_rows_are_selected_suspended_and_undone_by_keyboard()
    {
        await using var window = await console.Open();
        var (page, keys) = (window.Page, window.Page.Keyboard);
        await page.GotoAsync("/tenants");

        foreach (var key in new[] { "j", "x", "j", "x" })
            await keys.PressAsync(key);
        await Assertions.Expect(page.Locator("[data-ticked]")).ToHaveTextAsync("2 selected");
        await page.Locator("#bulk").FocusAsync();
        await keys.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#preview-cancel")).ToBeFocusedAsync();
        await keys.PressAsync("Tab");
        await keys.PressAsync("Enter");
        await Assertions.Expect(window.Toast).ToHaveTextAsync("2 tenants suspended");
        await keys.PressAsync("z");

        await Assertions.Expect(window.Toast).ToHaveTextAsync("Undone: 2 tenants restored");
        window.ShouldHaveNoComplaints();
    }

    [Fact]
    public async Task A_row_opens_by_Enter_closes_by_Esc_and_keeps_the_focus()
    {
        await using var window = await console.Open();
        var (page, keys) = (window.Page, window.Page.Keyboard);
        await page.GotoAsync("/tenants?sort=-name");

        await keys.PressAsync("j");
        await keys.PressAsync("j");
        var row = await window.Focused();
        await keys.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#cc-close")).ToBeFocusedAsync();
        await keys.PressAsync("Escape");

        await Assertions.Expect(page.Locator("#command-center")).ToHaveCountAsync(0);
        (await window.Focused()).ShouldBe(row);
        new Uri(page.Url).PathAndQuery.ShouldBe("/tenants?sort=-name");
    }

    [Fact]
    public async Task Holding_Space_peeks_at_a_row_and_brackets_open_its_neighbours()
    {
        await using var window = await console.Open();
        var (page, keys) = (window.Page, window.Page.Keyboard);
        await page.GotoAsync("/tenants?q=Studio+2");
        await keys.PressAsync("j");
        var row = await window.Focused();

        await keys.DownAsync(" ");
        await Assertions.Expect(page.Locator("#command-center-h")).ToHaveTextAsync("Studio 20");
        await keys.UpAsync(" ");
        await Assertions.Expect(page.Locator("#command-center")).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator($"#{row}")).ToBeFocusedAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex(@"/tenants\?q=Studio\+2$"));
        await keys.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#command-center-h")).ToHaveTextAsync("Studio 20");
        await keys.PressAsync("]");
        await Assertions.Expect(page.Locator("#command-center-h")).ToHaveTextAsync("Studio 21");
        await keys.PressAsync("[");
        await Assertions.Expect(page.Locator("#command-center-h")).ToHaveTextAsync("Studio 20");
        await page.GotoAsync("/members");
        await keys.PressAsync("j");
        var second = await page.Locator("tbody [data-open-row]").Nth(1).GetAttributeAsync("href");
        await keys.PressAsync("Enter");
        await page.WaitForURLAsync("**/members/mbr_*");
        await keys.PressAsync("]");

        await page.WaitForURLAsync($"**{second}");
        window.ShouldHaveNoComplaints();
    }

    [Fact]
    public async Task Repeated_sorting_keeps_the_focus_on_the_heading()
    {
        await using var window = await console.Open();
        await window.Page.GotoAsync("/tenants");
        await window.Page.Locator("#sort-name").FocusAsync();

        foreach (var order in new[] { "ascending", "descending", "ascending" })
        {
            await window.Page.Keyboard.PressAsync("Enter");
            await Assertions.Expect(window.Page.Locator("th:has(#sort-name)")).ToHaveAttributeAsync("aria-sort", order);
        }

        (await window.Focused()).ShouldBe("sort-name");
    }

    [Fact]
    public async Task The_help_sheet_lists_every_shortcut_and_the_shortcuts_work()
    {
        await using var window = await console.Open();
        var (page, keys) = (window.Page, window.Page.Keyboard);
        await page.GotoAsync("/tenants");

        await keys.PressAsync("?");
        foreach (var shortcut in new[] { "Go to Tenants", "Find anything", "Find a person", "Filter this list", "Change theme", "Next row", "Undo" })
            await Assertions.Expect(page.Locator("#keys li").Filter(new() { HasText = shortcut })).ToHaveCountAsync(1);
        await keys.PressAsync("Escape");
        await keys.PressAsync("/");
        (await window.Focused()).ShouldBe("q");
        await page.EvaluateAsync("document.activeElement.blur()");
        await keys.PressAsync(".");
        await Assertions.Expect(page.Locator("html[data-theme=clear]")).ToHaveCountAsync(1);
        // Pressed inside the page: both keys must follow within 1.5 seconds, and a busy machine can need longer between two calls.
        await page.EvaluateAsync("for (const key of ['g', ',']) document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))");

        await page.WaitForURLAsync("**/settings");
        await Assertions.Expect(page.Locator("html[data-theme=clear]")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task Shift_and_x_select_a_range_of_rows()
    {
        await using var window = await console.Open();
        var (page, keys) = (window.Page, window.Page.Keyboard);
        await page.GotoAsync("/tenants");

        foreach (var key in new[] { "j", "x", "j", "j", "j", "Shift+X" })
            await keys.PressAsync(key);

        await Assertions.Expect(page.Locator("[data-ticked]")).ToHaveTextAsync("4 selected");
    }

    [Fact]
    public async Task Shortcuts_open_a_row_as_a_page_its_tabs_and_its_actions()
    {
        await using var window = await console.Open();
        var (page, keys) = (window.Page, window.Page.Keyboard);
        await page.GotoAsync("/tenants?q=acorn");

        await keys.PressAsync("j");
        await keys.PressAsync("o");
        await page.WaitForURLAsync($"**/tenants/{console.Ids[0]}");
        await keys.PressAsync("4");
        await Assertions.Expect(page.Locator("#cc-members")).ToHaveAttributeAsync("aria-current", "true");
        await keys.PressAsync("a");
        await Assertions.Expect(page.Locator("#act")).ToBeFocusedAsync();

        await keys.PressAsync("?");
        foreach (var shortcut in new[] { "Members", "Go to actions" })
            await Assertions.Expect(page.Locator("#keys li").Filter(new() { HasText = shortcut })).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator("#keys li").Filter(new() { HasText = "Select row" })).ToHaveCountAsync(0);
        window.ShouldHaveNoComplaints();
    }

    [Fact]
    public async Task Single_key_shortcuts_can_be_switched_off_permanently()
    {
        await using var window = await console.Open();
        var (page, keys) = (window.Page, window.Page.Keyboard);
        await page.GotoAsync("/tenants");
        await keys.PressAsync("?");
        await page.GetByLabel("single-key shortcuts").UncheckAsync();
        await keys.PressAsync("Escape");

        await page.ReloadAsync();
        foreach (var key in new[] { ".", "/", "j" })
            await keys.PressAsync(key);

        (await window.Focused()).ShouldBe("");
        await Assertions.Expect(page.Locator("html[data-theme=neon]")).ToHaveCountAsync(1);
        await page.GetByRole(AriaRole.Button, new() { Name = "Keyboard" }).ClickAsync();
        await page.GetByLabel("single-key shortcuts").CheckAsync();
        await keys.PressAsync("Escape");
        await keys.PressAsync("/");
        (await window.Focused()).ShouldBe("q");
    }

    [Fact]
    public async Task Letters_typed_into_a_field_trigger_no_shortcuts()
    {
        await using var window = await console.Open();
        await window.Page.GotoAsync("/tenants");

        await window.Page.Locator("#q").PressSequentiallyAsync("gtx?.z");

        await Assertions.Expect(window.Page.Locator("#q")).ToHaveValueAsync("gtx?.z");
        await Assertions.Expect(window.Page.Locator("html[data-theme=neon]")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task The_tour_advances_by_Enter_and_ends_by_Esc()
    {
        await using var window = await console.Open();
        var (page, keys) = (window.Page, window.Page.Keyboard);
        await page.GotoAsync("/help");
        await page.GetByRole(AriaRole.Link, new() { Name = "Take the tour" }).FocusAsync();

        foreach (var step in new[] { "/overview?tour=1", "/find?tour=2", "/tenants?tour=3", "/operations?tour=4", "/settings/keys?tour=5", "/settings/keys" })
        {
            await keys.PressAsync("Enter");
            await page.WaitForURLAsync($"**{step}");
            if (step.Contains("tour", StringComparison.Ordinal))
                await Assertions.Expect(page.Locator(".tour .btn-primary")).ToBeFocusedAsync();
            await page.Locator("body").WaitForPaint();
        }
        await page.GotoAsync("/operations?tour=4");
        await keys.PressAsync("Escape");

        await page.WaitForURLAsync("**/operations");
        await Assertions.Expect(page.Locator(".tour")).ToHaveCountAsync(0);
        window.ShouldHaveNoComplaints();
    }

    [Theory]
    [InlineData(1440)]
    [InlineData(390)]
    public async Task F1_opens_the_guide_and_the_page_stays_usable(int width)
    {
        await using var window = await console.Open(width);
        await window.Page.GotoAsync("/tenants");

        await window.Page.Keyboard.PressAsync("F1");

        await Assertions.Expect(window.Page.GetByRole(AriaRole.Heading, new() { Name = "Directory", Level = 2 }).Last).ToBeVisibleAsync();
        await PageInspector.Inspect(window.Page, $"guide {width}");
        window.ShouldHaveNoComplaints();
    }
}
