using System.IO.Compression;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using OwnerConsole.Browser.Fixtures;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Browser;

/// <summary>A person asks in the portal for their data and then for its erasure; an owner verifies them, exports, erases, and closes both requests with evidence.</summary>
[Slow(20, "Privacy", "Exports", "Anonymisation")]
public sealed class PrivacyJourneyTests(SignedInConsole console) : IClassFixture<SignedInConsole>
{
    private const string Email = "ada@lumen.example",
        Name = "Ada Byron";

    [Fact]
    public async Task A_request_for_data_and_one_for_erasure_are_verified_done_and_fulfilled()
    {
        var app = await TestApplication.Connect(console);
        await app.Put(
            "/api/v1/application",
            new
            {
                name = "StudioApp",
                version = "1.0",
                tasks = new[] { "member.anonymise" },
            }
        );
        var tenant = await app.Tenant("lumen", "Lumen");
        var member = (await app.Put($"/api/v1/tenants/{tenant}/members/ext:ada", new { name = Name, email = Email })).GetProperty("id").GetString()!;
        await using var window = await console.Open();
        var page = window.Page;

        await page.GotoAsync("/trust/privacy");
        await PageInspector.Inspect(page, "no privacy requests");
        await Record(page, "export");
        await Verify(page);
        await Assertions.Expect(page.Locator("#next")).ToHaveTextAsync("Export data");
        await page.Locator("#next").ClickAsync();
        await page.Prove(console.Owner);
        await page.Locator("#preview-confirm").ClickAsync();
        await Fulfil(page);
        await PageInspector.Inspect(page, "a fulfilled request");
        await page.GotoAsync($"/members/{member}");
        var link = page.GetByRole(AriaRole.Link, new() { NameRegex = new("^Download export from") });
        var file = await page.RunAndWaitForDownloadAsync(() => link.ClickAsync());
        await using (var zip = await ZipFile.OpenReadAsync(await file.PathAsync()))
        {
            using var members = new StreamReader(await zip.GetEntry("data/core.members.ndjson")!.OpenAsync());
            (await members.ReadToEndAsync()).ShouldContain(Email);
        }

        await page.GotoAsync("/trust/privacy");
        await Record(page, "erase");
        await Verify(page);
        await Assertions.Expect(page.Locator("#next")).ToHaveTextAsync("Erase data");
        await PageInspector.Inspect(page, "a verified request");
        await page.Locator("#next").ClickAsync();
        await page.Locator("#confirmation").FillAsync(Name);
        await page.Prove(console.Owner);
        await page.Locator("#preview-confirm").ClickAsync();
        await OfferedTasks.Complete(console, app, tenant);
        await page.Locator("#preview").WaitForAsync(new() { State = WaitForSelectorState.Hidden });
        await app.Await(
            $"/api/v1/privacy-requests/{page.Url.Split('/')[^1]}",
            details => details.GetProperty("runs").EnumerateArray().Any(run => run.GetProperty("is_done").GetBoolean())
        );
        await page.ReloadAsync();
        await Fulfil(page);

        await Assertions.Expect(page.Locator("section:has(#person-h)")).ToContainTextAsync("Erased");
        await Assertions.Expect(page.Locator("#privacy-request")).Not.ToContainTextAsync(Name);
        var erasure = page.Url;
        foreach (var width in new[] { 1440, 390 })
        {
            await page.SetViewportSizeAsync(width, 900);
            foreach (var address in new[] { erasure, "/trust/privacy" })
            {
                await page.GotoAsync(address);
                await PageInspector.Inspect(page, $"{address} {width}");
            }
        }
        await Assertions.Expect(page.GetByRole(AriaRole.Table, new() { Name = "All requests" }).Locator("tbody tr")).ToHaveCountAsync(2);
        window.ShouldHaveNoComplaints();
    }

    /// <summary>Records a request that came in the portal, and opens its page.</summary>
    private static async Task Record(IPage page, string kind)
    {
        await page.Locator("#record-request").ClickAsync();
        await page.Locator("#in-kind").SelectOptionAsync(kind);
        await page.Locator("#in-source").SelectOptionAsync("portal");
        await page.Locator("#in-email").FillAsync(Email);
        await page.Locator("#in-email").PressAsync("Tab");
        await Assertions.Expect(page.Locator("#preview")).ToContainTextAsync("of 1 member is recorded");
        await page.Locator("#preview-confirm").ClickAsync();
        await page.GetByRole(AriaRole.Table, new() { Name = "Open requests" }).GetByRole(AriaRole.Link, new() { Name = "GDPR" }).ClickAsync();
        await Assertions.Expect(page.Locator("#privacy-request")).ToContainTextAsync("in the portal");
    }

    private static async Task Verify(IPage page)
    {
        await Assertions.Expect(page.Locator("#next")).ToHaveTextAsync("Verify identity");
        await page.Locator("#next").ClickAsync();
        await page.Locator("#in-method").SelectOptionAsync("known_email");
        await page.Locator("#preview-confirm").ClickAsync();
        await Assertions.Expect(page.Locator("section:has(#identity-h)")).ToContainTextAsync("Answer from the known email address");
    }

    /// <summary>Closes the request with the run that the dialog proposes as evidence.</summary>
    private static async Task Fulfil(IPage page)
    {
        await Assertions.Expect(page.Locator("#next")).ToHaveTextAsync("Fulfil request");
        await page.Locator("#next").ClickAsync();
        await Assertions.Expect(page.Locator("#in-runs")).ToHaveValueAsync(new Regex("^run_"));
        await page.Locator("#preview-confirm").ClickAsync();
        await Assertions.Expect(page.Locator("#privacy-request .page-head")).ToContainTextAsync("Fulfilled");
    }
}
