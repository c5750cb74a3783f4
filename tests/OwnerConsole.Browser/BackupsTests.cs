using Microsoft.Playwright;
using OwnerConsole.Browser.Fixtures;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Browser;

/// <summary>Backups of a console: the first backup, test restores, and restore points.</summary>
[Slow(30, "Backups")]
public sealed class BackupsTests(BackedUpOwnerConsole console) : IClassFixture<BackedUpOwnerConsole>
{
    [Fact]
    public async Task A_backup_is_healthy_after_its_test_restore()
    {
        foreach (var width in new[] { 1440, 390 })
        {
            await using var window = await console.Open(width);
            var page = window.Page;
            var newest = page.GetByRole(AriaRole.Table, new() { Name = "Backups" }).Locator("tbody tr").First;
            var slow = new LocatorAssertionsToContainTextOptions { Timeout = 60_000 };

            await page.GotoAsync("/ops/backups");
            await Assertions.Expect(page.Locator("#backup-health")).ToContainTextAsync("was verified by a test restore", slow); // the first backup is made automatically
            var before = await newest.Locator("code").InnerTextAsync();
            await page.Locator("#back-up-now").ClickAsync();
            await Assertions.Expect(window.Toast).ToHaveTextAsync("Backup started");
            await Assertions.Expect(newest).Not.ToContainTextAsync(before);
            await Assertions.Expect(newest).ToContainTextAsync("verified", slow);
            await Assertions.Expect(page.Locator("#backup-health")).ToContainTextAsync("was verified by a test restore");

            await Assertions.Expect(page.Locator("#rto")).ToContainTextAsync("duration of the last test restore");
            await PageInspector.Inspect(page, $"backups green {width}");
            window.ShouldHaveNoComplaints();
        }
    }

    [Fact]
    public async Task A_run_with_a_second_approver_shows_how_to_restore_the_state_before_it()
    {
        var application = await TestApplication.Connect(console);
        await application.Put(
            "/api/v1/tenants",
            new { data = Enumerable.Range(1, 30).Select(number => new { id = $"ext:goneback-{number}", name = $"Gone back {number}" }) }
        );
        var preview = await application.Post("/api/v1/previews", new { operation = "tenant.suspend", query = new { q = "gone back" } });
        var run = await application.Post("/api/v1/runs", new { preview = preview.GetProperty("id").GetString(), reason = "The bill." });
        var id = run.GetProperty("id").GetString();
        foreach (var width in new[] { 1440, 390 })
        {
            await using var window = await console.Open(width);
            await window.Page.GotoAsync($"/operations/{id}");
            if (width == 1440)
                await window.Page.GetByRole(AriaRole.Button, new() { Name = "Approve" }).ClickAsync();

            await Assertions
                .Expect(window.Page.Locator("#restore-point"))
                .ToHaveTextAsync($"owner-console restore --to-point {id} --into /var/lib/owner-console/before");
            await PageInspector.Inspect(window.Page, $"run with a restore point {width}");
            (await window.Page.Locator("tbody tr").First.Locator(".ph-1").BoundingBoxAsync())!.Width.ShouldBeGreaterThan(300);
            window.ShouldHaveNoComplaints();
        }
    }

    [Fact]
    public async Task An_invalid_location_is_reported_in_the_form()
    {
        await using var window = await console.Open();
        var page = window.Page;

        await page.GotoAsync("/ops/backups");
        await page.GetByLabel("Address").FillAsync("backups");
        await page.Locator("#save-backups").ClickAsync();

        await Assertions.Expect(page.GetByRole(AriaRole.Alert).Last).ToContainTextAsync("Backups are not allowed in this folder");
        await PageInspector.Inspect(page, "backups refused");
        window.ShouldComplainOnlyOf("400");
    }
}
