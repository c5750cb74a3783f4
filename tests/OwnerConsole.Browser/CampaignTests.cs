using Microsoft.Playwright;
using OwnerConsole.Browser.Fixtures;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Browser;

/// <summary>A campaign for tenants on an older plan version: its first wave is started and undone.</summary>
[Slow(12, "Campaigns")]
public sealed class CampaignTests(OwnedConsole console) : IClassFixture<OwnedConsole>
{
    [Theory]
    [InlineData(1440)]
    [InlineData(390)]
    public async Task A_campaign_is_started_and_its_first_wave_is_run_and_undone(int width)
    {
        var plan = await PlanWithOlderVersion($"waved-{width}", $"rooms-{width}");
        await using var window = await console.Open(width);
        var page = window.Page;
        await page.GotoAsync($"/plans/{plan}");
        await Assertions.Expect(page.Locator("section[aria-labelledby=campaigns-h]")).ToContainTextAsync("in waves");

        await page.Locator("#start-campaign").ClickAsync();
        await page.GetByRole(AriaRole.Spinbutton, new() { Name = "Wave size" }).FillAsync("1");
        await page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(page.Locator("#preview")).ToContainTextAsync("up to 1 per wave");
        await page.Locator("#preview-confirm").ClickAsync();
        await Assertions.Expect(window.Toast).ToContainTextAsync("1 campaign started");
        await page.Locator("section[aria-labelledby=campaigns-h] a[id^=cmp_]").ClickAsync();
        await Assertions.Expect(page.Locator("#waves-h")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("#next-mrr")).ToHaveTextAsync("+10.00 USD");
        await page.Locator("#over summary").ClickAsync();
        await PageInspector.Inspect(page, $"campaign-{width}");

        await page.Locator("#start-wave").ClickAsync();
        await Assertions.Expect(page.Locator("#preview")).ToContainTextAsync("migrates from version 1");
        await page.Locator("#preview-confirm").ClickAsync();
        await Assertions.Expect(page.Locator("#moved")).ToHaveTextAsync("1 of 2");
        await Assertions.Expect(page.Locator("#row-wave-1")).ToContainTextAsync("+10.00 USD");
        await PageInspector.Inspect(page, $"campaign-moved-{width}");

        await page.Locator("#undo-1").ClickAsync();
        await Assertions.Expect(page.Locator("#row-wave-1")).ToContainTextAsync("Undone");
        await Assertions.Expect(page.Locator("#reverted")).ToContainTextAsync("1");
        await page.Locator("#pause-campaign").ClickAsync();
        await page.Locator("#preview-confirm").ClickAsync();
        await Assertions.Expect(page.Locator("#paused")).ToContainTextAsync("Paused by a team member");
        await Assertions.Expect(page.Locator("#start-wave")).ToHaveCountAsync(0);
        await PageInspector.Inspect(page, $"campaign-paused-{width}");

        window.ShouldHaveNoComplaints();
    }

    /// <returns>a plan whose current version has a higher price and a lower limit than the one of its two tenants, one of which exceeds that limit</returns>
    private async Task<string> PlanWithOlderVersion(string key, string feature)
    {
        var app = console.Application;
        await app.Run(
            "feature.declare",
            IdGenerator.Platform,
            new
            {
                key = feature,
                name = feature,
                kind = "counter",
                unit = "room",
                allows = "10",
            }
        );
        var made = await app.Run(
            "plan.create",
            IdGenerator.Platform,
            new
            {
                key,
                name = key,
                price = new { amount = 1900, currency = "USD" },
            }
        );
        var plan = made.Created();
        foreach (var tenant in console.Ids.Take(2))
            await app.Run("tenant.change_plan", tenant, new { items = new[] { new { plan = key } } });
        await app.Post(
            "/api/v1/entitlements/consume",
            new
            {
                tenant = console.Ids[0],
                feature,
                amount = "8",
            }
        );
        object limits = new[] { new { feature, allows = "5" } };
        await app.Run("plan.draft", plan, new { price = new { amount = 2900, currency = "USD" }, limits });
        await app.Run("plan.publish", plan);
        return plan;
    }
}
