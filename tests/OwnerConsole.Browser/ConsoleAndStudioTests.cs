using System.IO.Compression;
using Microsoft.Playwright;
using OwnerConsole.Browser.Fixtures;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Browser;

/// <summary>The console and StudioApp in one browser, with only the two programs involved.</summary>
[Slow(60, "StudioApp", "Impersonation")]
public sealed class ConsoleAndStudioTests(SignedInConsole console) : IClassFixture<SignedInConsole>
{
    [Fact]
    public async Task An_owner_impersonates_a_user_until_the_time_limit()
    {
        var app = await TestApplication.Connect(console);
        await using var studio = await StudioProcess.Start(console, app);
        var member = await Opened(app, studio, "Lumen");
        await using var window = await console.Open();
        var page = window.Page;

        var inside = await Act(page, member, minutes: 1);
        await Assertions
            .Expect(inside.GetByRole(AriaRole.Region, new() { Name = "Impersonation" }))
            .ToContainTextAsync("Ann Owner is impersonating Ada Byron.");
        await Assertions.Expect(inside.GetByText("Looking for a missing booking.")).ToBeVisibleAsync();
        await inside.GotoAsync(new Uri(studio.Address, "/clients").ToString());
        await inside.GetByLabel("Name").FillAsync("Made by another");
        await inside.GetByRole(AriaRole.Button, new() { Name = "Add" }).ClickAsync();
        await Assertions.Expect(inside.Locator("body")).ToContainTextAsync("Read only");
        await inside.GotoAsync(studio.Address.ToString());

        await Assertions.Expect(inside).ToHaveURLAsync(new Uri(studio.Address, "/sign-in").ToString(), new() { Timeout = 75_000 }); // without any action
        await Assertions.Expect(page.Locator("#enter")).ToHaveCountAsync(0, new() { Timeout = 15_000 });
        (await studio.One<bool>("select exists (select from studio.people where name = 'Made by another')")).ShouldBeFalse();
        await page.GotoAsync("/audit/impersonation");
        await Assertions.Expect(page.Locator("#impersonations tbody tr")).ToContainTextAsync(["Ada Byron"]);
    }

    [Fact]
    public async Task Ending_an_impersonation_in_the_console_ends_it_in_the_application()
    {
        var app = await TestApplication.Connect(console);
        await using var studio = await StudioProcess.Start(console, app);
        var member = await Opened(app, studio, "Sienna");
        await using var window = await console.Open();
        var page = window.Page;

        var inside = await Act(page, member, minutes: 10);
        await Assertions.Expect(inside.GetByRole(AriaRole.Region, new() { Name = "Impersonation" })).ToBeVisibleAsync();
        await page.Locator("#end-impersonation").ClickAsync();

        await Assertions.Expect(page.Locator("#enter")).ToHaveCountAsync(0);
        await Assertions.Expect(inside).ToHaveURLAsync(new Uri(studio.Address, "/sign-in").ToString(), new() { Timeout = 15_000 });
        window.ShouldHaveNoComplaints();
    }

    [Fact]
    public async Task An_exported_studio_contains_data_of_the_application_and_the_console()
    {
        var app = await TestApplication.Connect(console);
        await using var studio = await StudioProcess.Start(console, app);
        await Opened(app, studio, "Ochre");
        var id = await studio.One<string>("select id from studio.studios where name = 'Ochre'");
        var tenant = (await app.Get($"/api/v1/tenants/ext:{id}")).GetProperty("id").GetString();
        await using var window = await console.Open();
        var page = window.Page;

        await page.GotoAsync($"/operations/new?operation=tenant.export&subject={tenant}&back=/tenants/{tenant}");
        await page.GetByLabel("Password").FillAsync(TestBrowser.Password);
        await page.GetByLabel("Authenticator code").FillAsync(console.Owner.NextCode());
        await page.Locator("#preview-confirm").ClickAsync();
        var link = page.GetByRole(AriaRole.Link, new() { NameRegex = new("^Download export from") });
        await app.Await($"/api/v1/tenants/{tenant}/exports", exports => exports.GetProperty("data").GetArrayLength() == 1);
        await Assertions.Expect(link).ToBeVisibleAsync(new() { Timeout = 15_000 }); // without a reload
        await console.KeepCookie(page);
        await PageInspector.Inspect(page, "a tenant with an export");
        var file = await page.RunAndWaitForDownloadAsync(() => link.ClickAsync());
        await using var zip = await ZipFile.OpenReadAsync(await file.PathAsync());

        using var applicationData = new StreamReader(await zip.GetEntry("application/studio.json")!.OpenAsync());
        (await applicationData.ReadToEndAsync()).ShouldContain("Mira Okafor");
        using var consoleData = new StreamReader(await zip.GetEntry("console/members.csv")!.OpenAsync());
        (await consoleData.ReadToEndAsync()).ShouldContain("Mira Okafor");
        window.ShouldHaveNoComplaints();
    }

    /// <returns>the console's id of the person who created the studio</returns>
    private async Task<string> Opened(TestApplication app, StudioProcess studio, string name)
    {
        var id = await studio.Open(name);
        var owner = await studio.One<string>("select id from studio.people where name = 'Ada Byron'");
        await console.Until($"select exists (select from core.members where external_id = '{owner}')");
        var members = (await app.Get($"/api/v1/tenants/ext:{id}/members?limit=100")).GetProperty("data");
        return members.EnumerateArray().Single(element => element.GetProperty("external_id").GetString() == owner).GetProperty("id").GetString()!;
    }

    /// <returns>the application's window, opened from the user's page</returns>
    private static async Task<IPage> Act(IPage page, string member, int minutes)
    {
        await page.GotoAsync($"/members/{member}");
        await page.Locator("#do-more").ClickAsync();
        await page.Locator("#do-member\\.impersonate").ClickAsync();
        await page.Locator("#in-reason").FillAsync("Looking for a missing booking.");
        await page.Locator("#in-minutes").FillAsync(minutes.ToString(System.Globalization.CultureInfo.InvariantCulture));
        await page.Locator("#in-minutes").PressAsync("Tab");
        await Assertions.Expect(page.Locator("#preview")).ToContainTextAsync(minutes == 1 ? "for 1 minute" : $"for {minutes} minutes");
        await page.Locator("#preview-confirm").ClickAsync();
        return await page.RunAndWaitForPopupAsync(() => page.Locator("#enter").ClickAsync());
    }
}
