using System.Text.RegularExpressions;
using Microsoft.Playwright;
using OwnerConsole.Browser.Fixtures;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Browser;

/// <summary>Daily tasks of an owner by keyboard alone.</summary>
[Slow(18, "Dialogs")]
public sealed class KeyboardJourneyTests(OwnedConsole console) : IClassFixture<OwnedConsole>
{
    [Theory]
    [InlineData(1440)]
    [InlineData(390)]
    public async Task A_setting_is_found_changed_and_undone_by_keyboard(int width)
    {
        await using var window = await console.Open(width);
        var (page, keys) = (window.Page, window.Page.Keyboard);
        var row = page.Locator("#row-emails\\.keep_days");
        await page.GotoAsync("/settings");

        await keys.PressAsync("/");
        await keys.TypeAsync("emails.keep");
        await Assertions.Expect(page.Locator("tbody tr")).ToHaveCountAsync(1);
        await window.Press(page.Locator("#change-emails\\.keep_days"));
        await window.TabTo(page.GetByRole(AriaRole.Spinbutton, new() { Name = "Email retention" }));
        await keys.PressAsync("Control+A");
        await keys.TypeAsync("45");
        await keys.PressAsync("Tab");
        await Assertions.Expect(page.Locator("#preview ins")).ToContainTextAsync("45");
        await window.Press(page.Locator("#preview-confirm"));
        await Assertions.Expect(row).ToContainTextAsync("45 days");
        await keys.PressAsync("z");

        await Assertions.Expect(row).Not.ToContainTextAsync("45 days");
        window.ShouldHaveNoComplaints();
    }

    [Theory]
    [InlineData(1440)]
    [InlineData(390)]
    public async Task A_plan_is_granted_and_undone_in_the_Command_Center_by_keyboard(int width)
    {
        await console.Application.Run("plan.create", IdGenerator.Platform, Plan($"plan-{width}"));
        await using var window = await console.Open(width);
        var (page, keys) = (window.Page, window.Page.Keyboard);
        await page.GotoAsync("/tenants?q=acorn");

        await window.Press(page.Locator($"#open-{console.Ids[0]}"));
        await Assertions.Expect(page.Locator("#command-center:modal")).ToHaveCountAsync(1);
        await window.Press(page.Locator("#grant-top"));
        await Assertions.Expect(window.Toast).ToHaveTextAsync("1 plan granted");
        await Assertions.Expect(page.Locator("#grant-top")).ToHaveCountAsync(0);
        await keys.PressAsync("z");

        await Assertions.Expect(window.Toast).ToHaveTextAsync(new Regex("^Undone: 1 plan"));
        await Assertions.Expect(page.Locator("#grant-top")).ToHaveCountAsync(1);
        (await console.Application.Get($"/api/v1/tenants/{console.Ids[0]}/grants"))
            .GetProperty("data")
            .EnumerateArray()
            .ShouldAllBe(grant => !grant.GetProperty("is_open").GetBoolean());
        window.ShouldHaveNoComplaints();
    }

    [Fact]
    public async Task A_list_is_filtered_sorted_and_saved_as_a_view_by_keyboard()
    {
        await using var window = await console.Open();
        var (page, keys) = (window.Page, window.Page.Keyboard);
        await page.GotoAsync("/tenants");

        await window.Press(page.Locator("#filters summary"));
        await window.TabTo(page.Locator("#filters").GetByLabel("Last activity"));
        await keys.TypeAsync("Never");
        await keys.PressAsync("Tab");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex(@"activity=never"));
        await window.Press(page.Locator("#sort-members"));
        await Assertions.Expect(page).ToHaveURLAsync(new Regex(@"sort="));
        await window.Press(page.GetByRole(AriaRole.Link, new() { Name = "Save view" }));
        await window.TabTo(page.GetByLabel("Name", new() { Exact = true }));
        await keys.TypeAsync("Never seen");
        await keys.PressAsync("Tab");
        await window.Press(page.Locator("#preview-confirm"));

        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Never seen" })).ToHaveCountAsync(1);
        window.ShouldHaveNoComplaints();
    }

    private static object Plan(string key) =>
        new
        {
            key,
            name = key,
            price = new { amount = 4_900, currency = "USD" },
        };
}
