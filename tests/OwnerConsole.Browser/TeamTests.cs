using System.Text.RegularExpressions;
using Microsoft.Playwright;
using OwnerConsole.Browser.Fixtures;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Browser;

/// <summary>Two people in two browsers: one invites the other and removes them later.</summary>
[Slow(11, "Team")]
public sealed class TeamTests(SignedInConsole console) : IClassFixture<SignedInConsole>
{
    [Fact]
    public async Task The_owner_invites_a_person_who_joins_as_support_and_is_removed()
    {
        await using var own = await console.Open();
        await using var other = await console.Open(isSignedIn: false);
        var (owner, guest) = (own.Page, other.Page);

        await owner.GotoAsync("/settings/team");
        await owner.Locator("#invite").ClickAsync();
        await owner.Locator("[name=email]").FillAsync("bea@example.org");
        await owner.Locator("[name=name]").FillAsync("Bea Berg");
        await owner.Locator("select[name=role]").SelectOptionAsync("support");
        await owner.Locator("#preview-confirm").ClickAsync();
        var link = await owner.Locator("#shown-secret").InputValueAsync();
        await guest.GotoAsync(link);
        await Assertions.Expect(guest.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Welcome, Bea Berg. You are invited as Support.");
        await PageInspector.Inspect(guest, link);
        await guest.GetByLabel("Password").FillAsync(TestBrowser.Password);
        await guest.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
        var app = new TestBrowser(console) { Key = TestBrowser.KeyOf((await guest.Locator(".secret").TextContentAsync())!.Trim()) };
        await guest.Locator("#code").FillAsync(app.NextCode());
        await guest.GetByRole(AriaRole.Button, new() { Name = "Finish" }).ClickAsync();
        await Assertions.Expect(guest.GetByRole(AriaRole.List, new() { Name = "Recovery codes" })).ToBeVisibleAsync();
        await guest.GotoAsync("/tenants");
        await Assertions.Expect(guest.Locator("nav a[href='/settings/account']").First).ToHaveCountAsync(1);
        await Assertions.Expect(guest.Locator("nav a[href='/settings/team']")).ToHaveCountAsync(0);
        await Assertions.Expect(guest.Locator("nav a[href='/settings/keys']")).ToHaveCountAsync(0);
        other.ShouldHaveNoComplaints();

        await owner.GotoAsync("/settings/team");
        await PageInspector.Inspect(owner, "/settings/team");
        await owner.GetByRole(AriaRole.Link, new() { Name = "Remove Bea Berg" }).ClickAsync();
        await owner.Locator("#preview-confirm").ClickAsync();
        await Assertions.Expect(owner.GetByText("Bea Berg", new() { Exact = true })).ToHaveCountAsync(0);
        try
        {
            await guest.EvaluateAsync("setTimeout(() => location.assign('/tenants'))");
        }
        catch (PlaywrightException gone) when (gone.Message.Contains("navigation", StringComparison.Ordinal)) { } // their page has navigated in the meantime

        await Assertions.Expect(guest).ToHaveURLAsync(new Regex("/sign-in"));
        own.ShouldHaveNoComplaints();
        other.ShouldComplainOnlyOf("401"); // later requests of their page are refused too
    }

    [Fact]
    public async Task A_role_is_created_by_selecting_permissions_and_its_page_shows_its_limit()
    {
        await using var window = await console.Open();
        var page = window.Page;

        await page.GotoAsync("/settings/team/roles");
        await page.Locator("#create-role").ClickAsync();
        await page.Locator("[name=name]").FillAsync("Night shift");
        await page.Locator("summary").Filter(new() { HasText = "Tenant" }).First.ClickAsync();
        await page.Locator("input[name=permissions][value='tenant.read']").CheckAsync();
        await Assertions.Expect(page.Locator("#preview-confirm")).ToBeEnabledAsync();
        await page.Locator("#preview-confirm").ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Night shift" }).ClickAsync();
        await Assertions.Expect(page.GetByText("View tenants")).ToBeVisibleAsync();
        await page.Locator("#role-set_ceiling").ClickAsync();
        await page.Locator("select[name=permission]").SelectOptionAsync("tenant.suspend");
        await page.Locator("[name=subjects]").FillAsync("25");
        await page.Locator("[name=subjects]").BlurAsync();
        await page.Locator("#preview-confirm").ClickAsync();

        await Assertions.Expect(page.GetByText("25 an hour")).ToBeVisibleAsync();
        await PageInspector.Inspect(page, "/settings/team/roles/night_shift");
        await page.GotoAsync("/settings/team");
        await page.GetByRole(AriaRole.Link, new() { Name = "Ann Owner" }).First.ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Permissions" })).ToBeVisibleAsync();
        await PageInspector.Inspect(page, "/settings/team/person");
        window.ShouldHaveNoComplaints();
    }
}
