using System.Text.Json;
using Microsoft.Playwright;
using OwnerConsole.Browser.Fixtures;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Browser;

/// <summary>A studio at the client limit of its plan requests another plan, and the owner of the platform approves it.</summary>
[Slow(20, "StudioApp")]
public sealed class FullStudioTests(SignedInConsole console) : IClassFixture<SignedInConsole>
{
    [Theory]
    [InlineData(1440)]
    [InlineData(390)]
    public async Task A_full_studio_requests_a_larger_plan_and_adds_the_client_after_approval(int width)
    {
        var app = await TestApplication.Connect(console);
        if ((await app.Get("/api/v1/plans")).GetProperty("data").GetArrayLength() == 0)
            await app.Run("profile.choose", "tnt_platform", new { profile = "studio" });
        await using var studio = await StudioProcess.Start(console, app);
        var id = await studio.Open("Lumen");
        await studio.All<string>(
            $"insert into studio.people (id, studio_id, role, name) select 'kept-' || n, '{id}', 'client', 'Client ' || n from generate_series(1, 18) n returning id"
        );
        await console.Until($"select exists (select from core.tenants where external_id = '{id}')");
        await Uses("24"); // including the six of the sample data
        await using var window = await console.Open(width);
        var inside = await window.Page.Context.NewPageAsync();
        await SignIn(inside, studio.Address);

        await Add(inside, studio.Address, "Lea Last");
        await Assertions.Expect(inside.GetByRole(AriaRole.Cell, new() { Name = "Lea Last", Exact = true })).ToBeVisibleAsync();
        await Uses("25");
        await Add(inside, studio.Address, "Otto Over");

        await Assertions.Expect(inside.GetByRole(AriaRole.Heading, new() { Name = "Client limit reached" })).ToBeVisibleAsync();
        await Assertions
            .Expect(inside.Locator("main"))
            .ToContainTextAsync("Otto Over was not added: the plan of Lumen includes 25 clients, and 25 are in use.");
        await Assertions.Expect(inside.Locator("main li")).ToHaveTextAsync(["Pro, 500 clients", "Enterprise, unlimited clients"]);
        (await studio.One<bool>("select exists (select from studio.people where name = 'Otto Over')")).ShouldBeFalse();

        await Ask(inside);
        await Approve(window);
        await inside.GetByRole(AriaRole.Link, new() { Name = "Back", Exact = true }).ClickAsync();
        await Add(inside, studio.Address, "Otto Over");

        await Assertions.Expect(inside.GetByRole(AriaRole.Cell, new() { Name = "Otto Over", Exact = true })).ToBeVisibleAsync();
        await Uses("26");
        await inside.GetByRole(AriaRole.Button, new() { Name = "Remove Lea Last" }).ClickAsync();
        await Uses("25");
        window.ShouldHaveNoComplaints();

        Task Uses(string clients) => app.Await($"/api/v1/tenants/ext:{id}/entitlements", all => Clients(all).GetProperty("used").GetString() == clients);
    }

    private static JsonElement Clients(JsonElement entitlements) =>
        entitlements.GetProperty("data").EnumerateArray().Single(element => element.GetProperty("feature").GetString() == "clients");

    private static async Task SignIn(IPage page, Uri studio)
    {
        await page.GotoAsync(new Uri(studio, "/sign-in").ToString());
        await page.GetByLabel("Email").FillAsync(StudioProcess.Email);
        await page.GetByLabel("Password").FillAsync(StudioProcess.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
    }

    private static async Task Add(IPage page, Uri studio, string name)
    {
        await page.GotoAsync(new Uri(studio, "/clients").ToString());
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Name" }).FillAsync(name);
        await page.GetByRole(AriaRole.Button, new() { Name = "Add", Exact = true }).ClickAsync();
    }

    /// <summary>Starts at the error page and continues in the portal of the console.</summary>
    private static async Task Ask(IPage page)
    {
        await page.GetByRole(AriaRole.Link, new() { Name = "Request another plan" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Plan and usage" })).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("25 of 25 clients");
        await page.GetByRole(AriaRole.Link, new() { Name = "Request Pro" }).ClickAsync();
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Reason" }).FillAsync("Otto is at the door.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send request" }).ClickAsync();
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("Pending");
    }

    private static async Task Approve(BrowserWindow window)
    {
        await window.Page.GotoAsync("/plans/requests");
        await Assertions.Expect(window.Page.Locator("main")).ToContainTextAsync("Otto is at the door.");
        await window.Page.GetByRole(AriaRole.Link, new() { Name = "Approve request from Lumen" }).ClickAsync();
        await Assertions.Expect(window.Page.Locator("#preview")).ToContainTextAsync("500 instead of 25");
        await window.Page.Locator("#preview-confirm").ClickAsync();
        await Assertions.Expect(window.Toast).ToContainTextAsync("1 request approved");
    }
}
