using Microsoft.Playwright;
using OwnerConsole.Browser.Fixtures;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Browser;

/// <summary>An owner schedules the deletion of a tenant with its typed name, and cancels it on a phone during the waiting period.</summary>
[Slow(20, "Deletions")]
public sealed class DeletionJourneyTests(SignedInConsole console) : IClassFixture<SignedInConsole>
{
    [Fact]
    public async Task A_deletion_is_confirmed_with_the_name_waits_and_is_cancelled()
    {
        var app = await TestApplication.Connect(console);
        var tenant = await app.Tenant("acme", "Acme Studio", members: 2);
        await using var window = await console.Open();
        var page = window.Page;

        await page.GotoAsync("/tenants/deletions");
        await PageInspector.Inspect(page, "no deletions");
        await page.GotoAsync($"/tenants/{tenant}");
        await page.Locator("#do-more").ClickAsync();
        await page.Locator("#do-tenant\\.delete").ClickAsync();
        await page.Locator("#in-reason").FillAsync("The contract has ended.");
        await page.Locator("#in-waiting_days").FillAsync("14");
        await page.Locator("#in-waiting_days").PressAsync("Tab");
        await Assertions.Expect(page.Locator("#preview")).ToContainTextAsync("The data of 2 people is erased after 14 days.");
        await Assertions.Expect(page.Locator("#offered-first")).ToBeVisibleAsync();
        await PageInspector.Inspect(page, "the preview of a deletion");
        await Confirm(page, "Acme");
        await Assertions.Expect(page.Locator("#preview")).ToContainTextAsync("The confirmation doesn't match Acme Studio. Nothing was changed.");
        (await app.Status(tenant)).ShouldBe("active");
        await Confirm(page, "Acme Studio");

        var deletion = page.Locator("#deletion");
        await Assertions.Expect(deletion).ToContainTextAsync("The data is erased in 14 days");
        await Assertions.Expect(deletion).ToContainTextAsync("Until then, access is blocked and the deletion can be cancelled.");
        (await app.Status(tenant)).ShouldBe("suspended");
        await PageInspector.Inspect(page, "a tenant that waits for its deletion");
        foreach (var width in new[] { 1440, 390 })
        {
            await page.SetViewportSizeAsync(width, 844);
            await page.GotoAsync("/tenants/deletions");
            await Assertions.Expect(page.Locator("#deletions tbody tr")).ToContainTextAsync(["Acme Studio"]);
            await PageInspector.Inspect(page, $"a scheduled deletion {width}");
        }

        await page.GetByRole(AriaRole.Link, new() { Name = "Acme Studio" }).First.ClickAsync();
        await PageInspector.Inspect(page, "a tenant that waits for its deletion, on a phone");
        await page.Locator("#cancel-deletion").ClickAsync();
        await page.Locator("#preview-confirm").ClickAsync();
        await Assertions.Expect(page.Locator("#cancel-deletion")).ToHaveCountAsync(0);
        (await app.Status(tenant)).ShouldBe("active");
        await page.GotoAsync("/tenants/deletions");
        await Assertions.Expect(page.Locator("#deletions tbody tr")).ToContainTextAsync(["Cancelled"]);
        window.ShouldHaveNoComplaints();
    }

    private async Task Confirm(IPage page, string name)
    {
        await page.Locator("#confirmation").FillAsync(name);
        await page.Prove(console.Owner);
        await page.Locator("#preview-confirm").ClickAsync();
    }
}
