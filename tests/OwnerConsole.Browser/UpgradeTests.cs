using Microsoft.Playwright;
using OwnerConsole.Browser.Fixtures;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Browser;

/// <summary>Upgrade requests: an application requests a plan, and the owner approves it, undoes that, and rejects it.</summary>
[Slow(27, "Upgrades")]
public sealed class UpgradeTests(OwnedConsole console) : IClassFixture<OwnedConsole>
{
    [Theory]
    [InlineData(1440)]
    [InlineData(390)]
    public async Task A_request_is_approved_undone_and_rejected_with_a_reason(int width)
    {
        var (small, large, feature) = ($"small-{width}", $"large-{width}", $"places-{width}");
        await Declare(feature);
        await Limit(await Plan(small, 1900), feature, "5");
        await Limit(await Plan(large, 4900), feature, "50");
        await console.Application.Run("tenant.change_plan", console.Ids[0], new { items = new[] { new { plan = small } } });
        await console.Application.Post(
            "/api/v1/entitlements/consume",
            new
            {
                tenant = console.Ids[0],
                feature,
                amount = "4",
            }
        );
        await using var window = await console.Open(width);
        var page = window.Page;
        await page.GotoAsync("/plans/requests");
        await Assertions.Expect(page.Locator("#open-h")).ToBeVisibleAsync();
        var id = await Ask(large, "We have more places than fit.");
        await Assertions.Expect(page.Locator($"#{id}")).ToContainTextAsync("We have more places than fit."); // without a reload
        var card = page.Locator($"#{id}");
        await Assertions.Expect(card).ToContainTextAsync($"requests {large}");
        await Assertions.Expect(card).ToContainTextAsync($"instead of {small}");
        await Assertions.Expect(card).ToContainTextAsync("+30.00 USD a month");
        await Assertions.Expect(card).ToContainTextAsync("4 of 5 places, then 50");
        await card.GetByText("Usage history").ClickAsync();
        await Assertions.Expect(card.Locator("details")).ToContainTextAsync("4 of 5");
        await PageInspector.Inspect(page, $"upgrade-requests-{width}");

        await page.Locator($"#approve-{id}").ClickAsync();
        await Assertions.Expect(page.Locator("#preview")).ToContainTextAsync("MRR grows by 30.00 USD");
        await Assertions.Expect(page.Locator("#preview")).ToContainTextAsync("50 instead of 5");
        await page.Locator("#preview-confirm").ClickAsync();
        await Assertions.Expect(window.Toast).ToContainTextAsync("1 request approved");
        await Assertions.Expect(page.Locator($"#{id}")).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator($"#row-{id}")).ToContainTextAsync("Approved");
        await page.Locator(".toast-card").Filter(new() { HasText = "1 request approved" }).GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Assertions.Expect(page.Locator($"#{id}")).ToBeVisibleAsync();

        await page.Locator($"#reject-{id}").ClickAsync();
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Reason" }).FillAsync("Your invoice is still open.");
        await page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(page.Locator("#preview")).ToContainTextAsync("Your application is notified of the reason");
        await page.Locator("#preview-confirm").ClickAsync();
        await Assertions.Expect(page.Locator($"#row-{id}")).ToContainTextAsync("Rejected");
        await Assertions.Expect(page.GetByText("No open requests")).ToBeVisibleAsync();

        var added = await console.Application.Run("upgrade_rule.add", IdGenerator.Platform, new { plan = large });
        var rule = added.Created();
        await page.Locator($"#change-{rule}").ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Spinbutton, new() { Name = "Daily" })).ToHaveValueAsync("5");
        await page.GetByRole(AriaRole.Spinbutton, new() { Name = "Daily" }).FillAsync("9");
        await page.Keyboard.PressAsync("Tab");
        await Assertions
            .Expect(page.Locator("#preview"))
            .ToContainTextAsync("This rule approves requests automatically, up to 9 per day, for tenants at least 30 days old.");
        await page.Locator("#preview-confirm").ClickAsync();
        await Assertions.Expect(page.Locator($"#{rule}")).ToContainTextAsync("up to 9 per day");
        await console.Application.Run("upgrade_rule.retire", rule);
        await page.GotoAsync($"/tenants/{console.Ids[0]}");
        await Assertions.Expect(page.Locator("section[aria-labelledby=upgrades-h]")).ToContainTextAsync("Your invoice is still open.");

        window.ShouldHaveNoComplaints();
    }

    private async Task<string> Ask(string plan, string reason) =>
        (await console.Application.Post($"/api/v1/tenants/{console.Ids[0]}/upgrade-requests", new { plan, reason })).GetProperty("id").GetString()!;

    private async Task<string> Plan(string key, int amount) =>
        (
            await console.Application.Run(
                "plan.create",
                IdGenerator.Platform,
                new
                {
                    key,
                    name = key,
                    price = new { amount, currency = "USD" },
                }
            )
        ).Created();

    private Task Limit(string plan, string feature, string allows) =>
        console.Application.Run("plan.limit", plan, new { limits = new[] { new { feature, allows } }, rollout = "all" });

    private Task Declare(string key) =>
        console.Application.Run(
            "feature.declare",
            IdGenerator.Platform,
            new
            {
                key,
                name = key,
                kind = "counter",
                unit = "place",
            }
        );
}
