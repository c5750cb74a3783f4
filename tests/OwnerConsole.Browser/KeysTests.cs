using System.Text.RegularExpressions;
using Microsoft.Playwright;
using OwnerConsole.Browser.Fixtures;

namespace OwnerConsole.Browser;

/// <summary>The list of keys stands above the form that makes one: neither gets in the other's way.</summary>
public sealed class KeysTests(OwnedConsole console) : IClassFixture<OwnedConsole>
{
    [Fact]
    public async Task Somebody_looks_for_a_key_while_the_form_of_a_new_one_is_half_written()
    {
        await using var window = await console.Open();
        var page = window.Page;
        var rows = page.Locator("#api-keys tbody tr");
        await page.GotoAsync("/settings/keys");
        await page.Locator("#name").FillAsync("Half written");

        await page.Locator("#q").PressSequentiallyAsync("no such key");
        await Assertions.Expect(page.GetByText("No key fits")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("#name")).ToHaveValueAsync("Half written");
        await page.Locator("#clear-q").ClickAsync();
        await Assertions.Expect(rows).Not.ToHaveCountAsync(0);
        await page.Locator("#filters summary").ClickAsync();
        await page.GetByLabel("State").SelectOptionAsync("revoked");

        await Assertions.Expect(rows).ToHaveCountAsync(0);
        await Assertions.Expect(page).ToHaveURLAsync(new Regex(@"/settings/keys\?state=revoked$"));
        await page.Locator("#clear-state").ClickAsync();
        await Assertions.Expect(rows).Not.ToHaveCountAsync(0);
        await page.Locator("#q").PressSequentiallyAsync("test");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex(@"/settings/keys\?q=test$"));
        await Assertions.Expect(rows).Not.ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator("#name")).ToHaveValueAsync("Half written");
        window.ShouldHaveNoComplaints();
    }
}
