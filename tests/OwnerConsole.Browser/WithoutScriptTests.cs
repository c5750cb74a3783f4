using Microsoft.Playwright;
using OwnerConsole.Browser.Fixtures;

namespace OwnerConsole.Browser;

/// <summary>The console in a browser that runs no script: links are pages, forms post, and nothing is missing that matters.</summary>
public sealed class WithoutScriptTests(OwnedConsole console) : IClassFixture<OwnedConsole>
{
    [Fact]
    public async Task A_tenant_is_found_and_read_tab_by_tab()
    {
        await using var window = await console.Open(script: false);
        var page = window.Page;

        await page.GotoAsync("/tenants");
        await page.GetByRole(AriaRole.Searchbox).FillAsync("acorn");
        await page.GetByRole(AriaRole.Button, new() { Name = "Filter" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Acorn Academy", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Members" }).ClickAsync();

        new Uri(page.Url).AbsolutePath.ShouldBe($"/tenants/{console.Ids[0]}/members");
        await Assertions.Expect(page.GetByRole(AriaRole.Row)).ToHaveCountAsync(26);
    }

    [Fact]
    public async Task A_person_is_found_and_read()
    {
        await using var window = await console.Open(script: false);
        var page = window.Page;

        await page.GotoAsync("/members");
        await page.GetByRole(AriaRole.Searchbox).FillAsync(console.Member);
        await page.GetByRole(AriaRole.Button, new() { Name = "Filter" }).ClickAsync();
        await page.Locator("tbody a[data-open-row]").ClickAsync();

        new Uri(page.Url).AbsolutePath.ShouldBe($"/members/{console.Member}");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Total usage" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task What_is_to_be_done_is_typed_and_leads_to_its_page()
    {
        await using var window = await console.Open(script: false);
        var page = window.Page;

        await page.GotoAsync("/overview");
        await page.Locator("#find").ClickAsync();
        await page.GetByRole(AriaRole.Searchbox).FillAsync("sus acorn");
        await page.GetByRole(AriaRole.Button, new() { Name = "Find" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Suspend Acorn Academy" }).ClickAsync();

        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Suspend tenant" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_link_to_an_open_dialog_shows_it_and_its_close_leads_to_the_list()
    {
        await using var window = await console.Open(script: false);

        await window.Page.GotoAsync($"/tenants?status=active&open={console.Ids[0]}");
        await Assertions.Expect(window.Page.Locator("#command-center")).ToBeVisibleAsync();
        await window.Page.Locator("#cc-close").ClickAsync();

        new Uri(window.Page.Url).PathAndQuery.ShouldBe("/tenants?status=active");
    }

    [Fact]
    public async Task Two_tenants_are_suspended_on_a_page_of_its_own_and_given_back_by_the_flash()
    {
        await using var window = await console.Open(script: false);
        var page = window.Page;

        await page.GotoAsync("/tenants?sort=-name");
        await page.GetByTestId("tenant-checkbox-1").CheckAsync();
        await page.GetByTestId("tenant-checkbox-2").CheckAsync();
        await page.GetByTestId("bulk-operations-btn").ClickAsync();
        await page.GetByText("Suspend Selected").ClickAsync();
        await Assertions.Expect(window.Toast).ToHaveTextAsync("2 tenants suspended");
        await page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();

        await Assertions.Expect(window.Toast).ToHaveTextAsync("Undone: 2 tenants as before");
        new Uri(page.Url).PathAndQuery.ShouldBe("/tenants?sort=-name");
    }

    [Fact]
    public async Task The_theme_changes_by_a_form()
    {
        await using var window = await console.Open(script: false);

        await window.Page.GotoAsync("/tenants?q=a");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Change theme" }).ClickAsync();

        await Assertions.Expect(window.Page.Locator("html[data-theme=clear]")).ToHaveCountAsync(1);
        new Uri(window.Page.Url).PathAndQuery.ShouldBe("/tenants?q=a");
    }
}
