using Microsoft.Playwright;
using OwnerConsole.Browser.Fixtures;

namespace OwnerConsole.Browser;

/// <summary>From a console that has no backup to one that may be lost, and the banner of one that was restored.</summary>
public sealed class BackupsTests(BackedUpOwner console) : IClassFixture<BackedUpOwner>
{
    [Fact]
    public async Task A_backup_is_taken_and_green_when_its_restore_went_well()
    {
        foreach (var width in new[] { 1440, 390 })
        {
            await using var window = await console.Open(width);
            var page = window.Page;
            var newest = page.GetByRole(AriaRole.Table, new() { Name = "Backups" }).Locator("tbody tr").First;
            var slow = new LocatorAssertionsToContainTextOptions { Timeout = 60_000 };

            await page.GotoAsync("/ops/backups");
            await Assertions.Expect(page.Locator("#backup-health")).ToContainTextAsync("Green.", slow); // the first is made by itself
            var before = await newest.Locator("code").InnerTextAsync();
            await page.Locator("#back-up-now").ClickAsync();
            await Assertions.Expect(window.Toast).ToHaveTextAsync("A backup is being made");
            await Assertions.Expect(newest).Not.ToContainTextAsync(before);
            await Assertions.Expect(newest).ToContainTextAsync("restored on trial", slow);
            await Assertions.Expect(page.Locator("#backup-health")).ToContainTextAsync("Green.");

            await Assertions.Expect(page.Locator("#rto")).ToContainTextAsync("as the last automatic restore took");
            await Inspection.Look(page, $"backups green {width}");
            window.ShouldHaveNoComplaints();
        }
    }

    [Fact]
    public async Task A_place_that_can_not_be_is_told_in_the_form()
    {
        await using var window = await console.Open();
        var page = window.Page;

        await page.GotoAsync("/ops/backups");
        await page.GetByLabel("Address").FillAsync("backups");
        await page.Locator("#save-backups").ClickAsync();

        await Assertions.Expect(page.GetByRole(AriaRole.Alert).Last).ToContainTextAsync("Say a whole path");
        await Inspection.Look(page, "backups refused");
    }
}
