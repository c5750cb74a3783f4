using System.Text.Json;
using Microsoft.Playwright;
using OwnerConsole.Browser.Fixtures;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Browser;

/// <summary>A feature limit from its declaration to a refused request and an override.</summary>
[Slow(15, "Entitlements")]
public sealed class LimitsTests(OwnedConsole console) : IClassFixture<OwnedConsole>
{
    [Theory]
    [InlineData(1440)]
    [InlineData(390)]
    public async Task A_plan_limit_is_enforced_by_402_and_raised_for_one_tenant(int width)
    {
        var (key, plan) = ($"bookings-{width}", $"limited-{width}");
        await console.Application.Run("plan.create", IdGenerator.Platform, Plan(plan));
        await console.Application.Run("tenant.change_plan", console.Ids[0], new { items = new[] { new { plan } } });
        await using var window = await console.Open(width);
        var page = window.Page;
        await page.GotoAsync("/plans");

        await page.Locator("#declare-feature").ClickAsync();
        await Fill(page, "Key", key);
        await Fill(page, "Name", $"Bookings {width}");
        await page.GetByRole(AriaRole.Combobox, new() { Name = "Kind" }).SelectOptionAsync("counter");
        await Fill(page, "Unit", "booking");
        await page.Locator("#preview-confirm").ClickAsync();
        await Assertions.Expect(window.Toast).ToHaveTextAsync("1 feature added");
        await page.GetByRole(AriaRole.Link, new() { Name = $"Plan {width}", Exact = true }).ClickAsync();
        await page.Locator("#draft-plan").ClickAsync();
        var row = await page.Locator($"select[name$='.feature']:has(option[value='{key}']:checked)").GetAttributeAsync("name");
        await page.Locator($"[name='{row!.Replace("feature", "allows", StringComparison.Ordinal)}']").FillAsync("2"); // the row has a name
        await page.Keyboard.PressAsync("Tab");
        await page.Locator("#preview-confirm").ClickAsync();
        await Assertions.Expect(window.Toast.Filter(new() { HasText = "1 version drafted" })).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("section[aria-labelledby=draft-h]")).ToContainTextAsync($"Bookings {width}");
        await page.Locator("#publish-plan").ClickAsync();
        await page.GetByRole(AriaRole.Combobox, new() { Name = "Rollout" }).SelectOptionAsync("all");
        await page.Locator("#preview-confirm").ClickAsync();
        await Assertions.Expect(window.Toast.Filter(new() { HasText = "1 version published" })).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("#draft-h")).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator("section[aria-labelledby=versions-h] tbody tr").First).ToContainTextAsync("1 tenant");
        await page.GotoAsync("/plans");
        await Assertions.Expect(page.Locator("tbody tr", new() { HasText = $"Bookings {width}" })).ToContainTextAsync("2");
        var answers = new[] { await Consume(key), await Consume(key), await Consume(key) };
        await page.GotoAsync($"/tenants/{console.Ids[0]}");
        await Assertions.Expect(page.Locator("section[aria-labelledby=limits-h]")).ToContainTextAsync("2 of 2 bookings");
        await page.Locator("#override-limit").ClickAsync();
        await page.GetByRole(AriaRole.Combobox, new() { Name = "Feature" }).SelectOptionAsync(key);
        await Fill(page, "Allows", "3");
        await Fill(page, "Reason", "They asked nicely.");
        await page.Locator("#preview-confirm").ClickAsync();
        await Assertions.Expect(page.Locator("section[aria-labelledby=limits-h]")).ToContainTextAsync("2 of 3 bookings");

        answers.ShouldBe([200, 200, 402]);
        (await Consume(key)).ShouldBe(200);
        await Assertions.Expect(page.Locator($"#end-{key}")).ToBeVisibleAsync();
        await page.GotoAsync("/plans");
        await Assertions.Expect(page.Locator($"#spread-{key} a")).ToHaveTextAsync("1");
        await PageInspector.Inspect(page, $"/plans with usage at {width}");
        await page.GetByRole(AriaRole.Link, new() { Name = $"Bookings {width}, 90–100%: 1 tenant", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator("#limits tbody tr")).ToContainTextAsync(["3 of 3 bookings"]);
        window.ShouldHaveNoComplaints();

        object Plan(string plan) =>
            new
            {
                key = plan,
                name = $"Plan {width}",
                price = new { amount = 100, currency = "USD" },
            };
    }

    private async Task<int> Consume(string feature) =>
        (
            await console.Application.Send(HttpMethod.Post, "/api/v1/entitlements/consume", JsonSerializer.Serialize(new { tenant = console.Ids[0], feature }))
        ).Status;

    /// <summary>Types a value and leaves the field, which updates the preview.</summary>
    private static async Task Fill(IPage page, string label, string text)
    {
        await page.GetByRole(AriaRole.Textbox, new() { Name = label }).FillAsync(text);
        await page.Keyboard.PressAsync("Tab");
    }
}
