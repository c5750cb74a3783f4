using System.Text.Json;
using Microsoft.Playwright;
using OwnerConsole.Browser.Fixtures;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Browser;

/// <summary>A studio that has as many clients as its plan allows, and the owner of the platform who allows it one more.</summary>
public sealed class FullStudioTests(SignedInConsole console) : IClassFixture<SignedInConsole>
{
    [Fact]
    public async Task A_full_studio_is_told_what_would_allow_another_client_and_the_owner_allows_one()
    {
        var app = await Application.Connect(console);
        await app.Decide("profile.choose", "tnt_platform", new { profile = "studio" });
        await using var studio = await Studio.Start(console, app);
        var id = await studio.Open("Lumen");
        await studio.All<string>(
            $"insert into studio.people (id, studio_id, role, name) select 'kept-' || n, '{id}', 'client', 'Client ' || n from generate_series(1, 99) n returning id"
        );
        await studio.Until("select not exists (select from studio.places)"); // each has a place
        await using var window = await console.Open();
        var inside = await window.Page.Context.NewPageAsync();
        await SignIn(inside, studio.Address);

        await Add(inside, studio.Address, "Lea Last");
        await Assertions.Expect(inside.GetByRole(AriaRole.Cell, new() { Name = "Lea Last", Exact = true })).ToBeVisibleAsync();
        await Add(inside, studio.Address, "Otto Over");

        await Assertions.Expect(inside.GetByRole(AriaRole.Heading, new() { Name = "No place for another client" })).ToBeVisibleAsync();
        await Assertions.Expect(inside.Locator("main")).ToContainTextAsync("Otto Over was not added: Lumen may have 100 clients, and has 100.");
        await Assertions.Expect(inside.Locator("main li")).ToHaveTextAsync(["Pro, for 500 clients", "Enterprise, for as many clients as you like"]);
        (await studio.One<bool>("select exists (select from studio.people where name = 'Otto Over')")).ShouldBeFalse();

        await Allow(window.Page, (await app.Get($"/api/v1/tenants/ext:{id}")).GetProperty("id").GetString()!);
        await Add(inside, studio.Address, "Otto Over");

        await Assertions.Expect(inside.GetByRole(AriaRole.Cell, new() { Name = "Otto Over", Exact = true })).ToBeVisibleAsync();
        await Uses("101");
        await inside.GetByRole(AriaRole.Button, new() { Name = "Remove Lea Last" }).ClickAsync();
        await Uses("100");
        window.ShouldHaveNoComplaints();

        Task Uses(string clients) => app.Await($"/api/v1/tenants/ext:{id}/entitlements", all => Clients(all).GetProperty("used").GetString() == clients);
    }

    private static JsonElement Clients(JsonElement entitlements) =>
        entitlements.GetProperty("data").EnumerateArray().Single(one => one.GetProperty("feature").GetString() == "clients");

    private static async Task SignIn(IPage page, Uri studio)
    {
        await page.GotoAsync(new Uri(studio, "/sign-in").ToString());
        await page.GetByLabel("E-mail").FillAsync(Studio.Email);
        await page.GetByLabel("Password").FillAsync(Studio.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
    }

    private static async Task Add(IPage page, Uri studio, string name)
    {
        await page.GotoAsync(new Uri(studio, "/clients").ToString());
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Name" }).FillAsync(name);
        await page.GetByRole(AriaRole.Button, new() { Name = "Add", Exact = true }).ClickAsync();
    }

    /// <summary>One client more, in the Command Center.</summary>
    private static async Task Allow(IPage page, string tenant)
    {
        await page.GotoAsync($"/tenants/{tenant}");
        var limits = page.Locator("section[aria-labelledby=limits-h]");
        await Assertions.Expect(limits).ToContainTextAsync("100 of 100 clients");
        await page.Locator("#override-limit").ClickAsync();
        await page.GetByRole(AriaRole.Combobox, new() { Name = "Feature" }).SelectOptionAsync("clients");
        await Fill(page, "Allows", "101");
        await Fill(page, "Reason", "They asked nicely.");
        await page.Locator("#preview-confirm").ClickAsync();
        await Assertions.Expect(limits).ToContainTextAsync("100 of 101 clients");
    }

    /// <summary>Types and leaves the field, as the preview looks again then.</summary>
    private static async Task Fill(IPage page, string label, string text)
    {
        await page.GetByRole(AriaRole.Textbox, new() { Name = label }).FillAsync(text);
        await page.Keyboard.PressAsync("Tab");
    }
}
