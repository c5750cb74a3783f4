using Microsoft.Playwright;
using OwnerConsole.Browser.Fixtures;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Browser;

/// <summary>A plan with several versions, from a draft to the migration of all subscribers.</summary>
[Slow(20, "Plans")]
public sealed class PlansTests(OwnedConsole console) : IClassFixture<OwnedConsole>
{
    [Theory]
    [InlineData(1440)]
    [InlineData(390)]
    public async Task A_version_is_drafted_published_and_existing_subscribers_are_migrated(int width)
    {
        var key = $"versions-{width}";
        var made = await console.Application.Run(
            "plan.create",
            IdGenerator.Platform,
            new
            {
                key,
                name = $"Versions {width}",
                price = Price(1900),
            }
        );
        var plan = made.Created();
        await console.Application.Run("tenant.change_plan", console.Ids[0], new { items = new[] { new { plan = key } } });
        await console.Application.Run("plan.draft", plan, new { price = Price(2900), trial_days = 14 });
        await using var window = await console.Open(width);
        var page = window.Page;
        var versions = page.Locator("section[aria-labelledby=versions-h] tbody tr");

        await page.GotoAsync($"/plans/{plan}");
        await PageInspector.Inspect(page, $"a plan with a draft {width}");
        await page.Locator("#publish-plan").ClickAsync();
        await Assertions.Expect(page.Locator("#preview")).ToContainTextAsync("1 tenant on version 1");
        await page.Locator("#preview-confirm").ClickAsync();
        await Assertions.Expect(versions).ToHaveCountAsync(2);
        await PageInspector.Inspect(page, $"a plan with versions {width}");
        await page.Locator("#move-1").ClickAsync();
        await Assertions.Expect(page.Locator("#preview")).ToContainTextAsync("29.00 USD");
        await page.Locator("#preview-confirm").ClickAsync();

        await Assertions.Expect(versions.First).ToContainTextAsync("1 tenant");
        await Assertions.Expect(page.Locator("#move-1")).ToHaveCountAsync(0);
        window.ShouldHaveNoComplaints();

        static object Price(long amount) => new { amount, currency = "USD" };
    }

    [Theory]
    [InlineData(1440)]
    [InlineData(390)]
    public async Task A_plan_with_a_yearly_and_a_euro_price_is_sold_in_euros(int width)
    {
        var key = $"priced-{width}";
        await using var window = await console.Open(width);
        var page = window.Page;

        await page.GotoAsync("/plans");
        await page.Locator("#add-plan").ClickAsync();
        await page.Locator("[name=key]").FillAsync(key);
        await page.Locator("[name=name]").FillAsync($"Priced {width}");
        await page.Locator("[name='price.amount']").FillAsync("19");
        await page.Locator("[name='other_prices.0.price.amount']").FillAsync("190");
        await page.Locator("[name='other_prices.0.interval']").SelectOptionAsync("year");
        await page.Locator("[name='other_prices.1.price.amount']").FillAsync("17.50");
        await page.Locator("[name='other_prices.1.price.currency']").FillAsync("EUR");
        await page.Locator("[name='other_prices.1.interval']").SelectOptionAsync("month");
        await page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(page.Locator("#preview")).ToContainTextAsync("Other prices: 190.00 USD a year, 17.50 EUR a month.");
        await PageInspector.Inspect(page, $"a plan with other prices {width}");
        await page.Locator("#preview-confirm").ClickAsync();
        var plan = page.Locator("#plans tbody tr", new() { HasText = $"Priced {width}" });
        await Assertions.Expect(plan).ToContainTextAsync("190.00 USD a year, 17.50 EUR a month");
        await PageInspector.Inspect(page, $"plans with other prices {width}");

        await page.GotoAsync($"/tenants/{console.Ids[2]}");
        await page.Locator("#change-plan").ClickAsync();
        await page.Locator("[name='items.0.plan']").SelectOptionAsync(key);
        await page.Locator("[name='items.0.currency']").FillAsync("EUR");
        await page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(page.Locator("#preview")).ToContainTextAsync("in EUR per month");
        await PageInspector.Inspect(page, $"which price is paid {width}");
        await page.Locator("#preview-confirm").ClickAsync();

        await Assertions.Expect(page.Locator("section[aria-labelledby=plan-h]")).ToContainTextAsync("at 17.50 EUR a month");
        window.ShouldHaveNoComplaints();
    }
}
