using System.Text.RegularExpressions;
using Microsoft.Playwright;
using OwnerConsole.Browser.Fixtures;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Browser;

/// <summary>The list of API keys and the form for a new key on the same page do not interfere.</summary>
[Slow(8, "Team")]
public sealed class KeysTests(OwnedConsole console) : IClassFixture<OwnedConsole>
{
    [Fact]
    public async Task Searching_the_list_keeps_the_values_of_the_form()
    {
        await using var window = await console.Open();
        var page = window.Page;
        var rows = page.Locator("#api-keys tbody tr");
        await page.GotoAsync("/settings/keys");
        await page.Locator("#name").FillAsync("Half written");

        await page.Locator("#q").PressSequentiallyAsync("no such key");
        await Assertions.Expect(page.GetByText("No matching keys")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("#name")).ToHaveValueAsync("Half written");
        await page.Locator("#clear-q").ClickAsync();
        await Assertions.Expect(rows).Not.ToHaveCountAsync(0);
        await page.Locator("#filters summary").ClickAsync();
        await page.GetByLabel("Status", new() { Exact = true }).SelectOptionAsync("revoked");

        await Assertions.Expect(rows).ToHaveCountAsync(0);
        await Assertions.Expect(page).ToHaveURLAsync(new Regex(@"/settings/keys\?state=revoked$"));
        await page.Keyboard.PressAsync("Escape");
        await page.Locator("#clear-state").ClickAsync();
        await Assertions.Expect(rows).Not.ToHaveCountAsync(0);
        await page.Locator("#q").PressSequentiallyAsync("test");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex(@"/settings/keys\?q=test$"));
        await Assertions.Expect(rows).Not.ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator("#name")).ToHaveValueAsync("Half written");
        window.ShouldHaveNoComplaints();
    }

    [Theory]
    [InlineData(1440)]
    [InlineData(390)]
    public async Task Creating_a_key_requires_confirmation_and_then_shows_the_key(int width)
    {
        await using var own = new SignedInConsole();
        await ((IAsyncLifetime)own).InitializeAsync();
        await TestCluster.Current.Force(own.Options.Connections, "update auth.sessions set proved_at = null");
        await using var window = await own.Open(width);
        var page = window.Page;
        await page.GotoAsync("/settings/keys");
        await page.Locator("#name").FillAsync("Confirmed");
        await page.Prove(own.Owner);
        var isTooWide = await page.EvaluateAsync<bool>("document.documentElement.scrollWidth > innerWidth");

        await page.GetByRole(AriaRole.Button, new() { Name = "Create key" }).ClickAsync();

        await Assertions.Expect(page.GetByText("oc_live_").First).ToBeVisibleAsync();
        isTooWide.ShouldBeFalse();
        await page.GotoAsync("/settings/keys");
        await Assertions.Expect(page.Locator("#step-up")).ToHaveCountAsync(0);
        window.ShouldHaveNoComplaints();
    }
}
