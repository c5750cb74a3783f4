using System.Text.Json;
using Microsoft.Playwright;
using OwnerConsole.Browser.Fixtures;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Browser;

/// <summary>An owner grants credits, sees them used, refunds them and voids them.</summary>
[Slow(10, "Credits")]
public sealed class CreditsTests(OwnedConsole console) : IClassFixture<OwnedConsole>
{
    [Theory]
    [InlineData(1440)]
    [InlineData(390)]
    public async Task Credits_are_granted_used_refunded_and_voided(int width)
    {
        var (key, tenant) = ($"images-{width}", console.Ids[0]);
        await console.Application.Run(
            "feature.declare",
            IdGenerator.Platform,
            new
            {
                key,
                name = $"Images {width}",
                kind = "counter",
                unit = "image",
            }
        );
        await console.Application.Run(
            "feature.declare",
            IdGenerator.Platform,
            new
            {
                key = $"sso-{width}",
                name = $"Single sign-on {width}",
                kind = "boolean",
            }
        );
        await using var window = await console.Open(width);
        var page = window.Page;
        var card = page.Locator("section[aria-labelledby=credits-h]");
        await page.GotoAsync($"/tenants/{tenant}");

        await page.Locator("#grant-credits").ClickAsync();
        await Assertions.Expect(page.GetByLabel("Amount", new() { Exact = true })).ToBeFocusedAsync(); // the first required field without a value
        await Assertions.Expect(page.Locator("#preview-h")).ToHaveTextAsync("Grant credits: Acorn Academy"); // before the form is complete
        var features = page.GetByRole(AriaRole.Combobox, new() { Name = "Feature" });
        (await features.Locator("option").AllTextContentsAsync()).ShouldNotContain($"Single sign-on {width}"); // credits pay for counters only
        await features.SelectOptionAsync(key);
        await Fill(page, "Amount", "50");
        await Fill(page, "Reason", "For the outage on Friday.");
        await page.Locator("#preview-confirm").ClickAsync();
        await Assertions.Expect(window.Toast).ToHaveTextAsync("1 grant granted");
        await Assertions.Expect(card).ToContainTextAsync("50 of 50 images left");
        (await Consume(key, "20")).ShouldBe(200);
        (await Consume(key, "31")).ShouldBe(402);
        await page.ReloadAsync();
        await Assertions.Expect(card).ToContainTextAsync("30 of 50 images left");
        await page.Locator("#refund-credits").ClickAsync();
        await page.GetByRole(AriaRole.Combobox, new() { Name = "Feature" }).SelectOptionAsync(key);
        await Fill(page, "Amount", "5");
        await page.Locator("#preview-confirm").ClickAsync();
        await Assertions.Expect(card).ToContainTextAsync("35 of 50 images left");
        await card.GetByText("History").ClickAsync();
        await Assertions.Expect(card).ToContainTextAsync("Refunded");
        await card.GetByRole(AriaRole.Link, new() { Name = "Void 35 images" }).ClickAsync();
        await page.Locator("#preview-confirm").ClickAsync();
        await Assertions.Expect(card).Not.ToContainTextAsync("35 of 50 images left");

        (await Consume(key, "1")).ShouldBe(402);
        window.ShouldHaveNoComplaints();
    }

    private async Task<int> Consume(string feature, string amount) =>
        (
            await console.Application.Send(
                HttpMethod.Post,
                "/api/v1/entitlements/consume",
                JsonSerializer.Serialize(
                    new
                    {
                        tenant = console.Ids[0],
                        feature,
                        amount,
                    }
                )
            )
        ).Status;

    /// <summary>Types a value and leaves the field, which updates the preview.</summary>
    private static async Task Fill(IPage page, string label, string text)
    {
        await page.GetByRole(AriaRole.Textbox, new() { Name = label }).FillAsync(text);
        await page.Keyboard.PressAsync("Tab");
    }
}
