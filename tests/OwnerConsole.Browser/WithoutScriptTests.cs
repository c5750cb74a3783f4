using Microsoft.Playwright;
using OwnerConsole.Browser.Fixtures;

namespace OwnerConsole.Browser;

/// <summary>The console without JavaScript: links open pages, forms post, and all essential functions work.</summary>
public sealed class WithoutScriptTests(OwnedConsole console) : IClassFixture<OwnedConsole>
{
    [Fact]
    public async Task A_tenant_is_found_and_its_tabs_are_pages()
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
    public async Task A_member_is_found_and_opened()
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
    public async Task A_typed_command_leads_to_its_page()
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
    public async Task A_link_to_an_open_dialog_shows_it_and_Close_leads_to_the_list()
    {
        await using var window = await console.Open(script: false);

        await window.Page.GotoAsync($"/tenants?status=active&open={console.Ids[0]}");
        await Assertions.Expect(window.Page.Locator("#command-center")).ToBeVisibleAsync();
        await window.Page.Locator("#cc-close").ClickAsync();

        new Uri(window.Page.Url).PathAndQuery.ShouldBe("/tenants?status=active");
    }

    [Fact]
    public async Task Two_tenants_are_suspended_on_a_confirmation_page_and_undone_in_the_toast()
    {
        await using var window = await console.Open(script: false);
        var page = window.Page;

        await page.GotoAsync("/tenants?sort=-name");
        await page.GetByTestId("tenant-checkbox-1").CheckAsync();
        await page.GetByTestId("tenant-checkbox-2").CheckAsync();
        await page.GetByTestId("bulk-operations-btn").ClickAsync();
        await page.GetByText("Suspend Selected").ClickAsync();
        await Assertions.Expect(window.Toast).ToHaveTextAsync("2 tenants suspended");
        await page.Locator("#toasts").GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();

        await Assertions.Expect(window.Toast).ToHaveTextAsync("Undone: 2 tenants restored");
        new Uri(page.Url).PathAndQuery.ShouldBe("/tenants?sort=-name");
    }

    [Fact]
    public async Task The_theme_is_changed_by_a_form()
    {
        await using var window = await console.Open(script: false);

        await window.Page.GotoAsync("/tenants?q=a");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Change theme" }).ClickAsync();

        await Assertions.Expect(window.Page.Locator("html[data-theme=clear]")).ToHaveCountAsync(1);
        new Uri(window.Page.Url).PathAndQuery.ShouldBe("/tenants?q=a");
    }

    [Fact]
    public async Task The_guide_stays_open_across_pages_until_it_is_closed()
    {
        await using var window = await console.Open(script: false);
        var (page, guide) = (window.Page, window.Page.GetByRole(AriaRole.Complementary).And(window.Page.Locator(".guide")));

        await page.GotoAsync("/tenants?q=a");
        await page.GetByRole(AriaRole.Button, new() { Name = "Guide", Exact = true }).ClickAsync();
        new Uri(page.Url).PathAndQuery.ShouldBe("/tenants?q=a");
        await Assertions.Expect(guide.GetByRole(AriaRole.Heading, new() { Level = 2 }).First).ToHaveTextAsync("Directory");
        await page.GotoAsync($"/tenants/{console.Ids[0]}");
        await Assertions.Expect(guide.GetByRole(AriaRole.Heading, new() { Level = 2 }).First).ToHaveTextAsync("Command Center");
        await page.GetByRole(AriaRole.Button, new() { Name = "Close the guide" }).ClickAsync();

        await Assertions.Expect(guide).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_plan_is_added_granted_in_the_Command_Center_and_undone_in_the_toast()
    {
        await using var window = await console.Open(script: false);
        var page = window.Page;
        var tenant = console.Ids[5];

        await page.GotoAsync("/plans");
        await page.Locator("#add-plan").ClickAsync();
        await page.Locator("#in-key").FillAsync("pro");
        await page.Locator("#in-name").FillAsync("Pro");
        await page.Locator("#in-price").FillAsync("49.00");
        await page.Locator("#preview-confirm").ClickAsync();
        await Assertions.Expect(window.Toast).ToHaveTextAsync("1 plan added");
        await page.GotoAsync($"/tenants?open={tenant}");
        await page.Locator("#grant-top").ClickAsync();
        await Assertions.Expect(window.Toast).ToHaveTextAsync("1 plan granted");
        (await Grants(tenant)).ShouldBe(["pro"]);
        await page.Locator("#toasts").GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();

        await Assertions.Expect(page.Locator("#grant-top")).ToHaveTextAsync("Grant Pro");
        (await Grants(tenant)).ShouldBeEmpty();
        window.ShouldHaveNoComplaints();
    }

    [Fact]
    public async Task A_tenant_is_suspended_with_a_message_and_the_audit_log_names_the_actor()
    {
        await using var window = await console.Open(script: false);
        var page = window.Page;
        var tenant = console.Ids[6];

        await page.GotoAsync($"/tenants/{tenant}");
        await page.GetByRole(AriaRole.Link, new() { Name = "Suspend", Exact = true }).ClickAsync();
        await page.GetByLabel("Message").FillAsync("Please call us.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Suspend tenant" }).ClickAsync();
        await Assertions.Expect(window.Toast).ToHaveTextAsync("1 tenant suspended");
        new Uri(page.Url).AbsolutePath.ShouldBe($"/tenants/{tenant}");
        var suspensions = await console.Application.Get($"/api/v1/tenants/{tenant}/suspensions");
        suspensions.GetProperty("data")[0].GetProperty("message").GetString().ShouldBe("Please call us.");
        await console.WaitForLogSubscribers();
        await page.GotoAsync("/audit");
        await page.GetByRole(AriaRole.Searchbox).FillAsync(tenant);
        await page.GetByRole(AriaRole.Button, new() { Name = "Filter", Exact = true }).ClickAsync();

        await Assertions.Expect(page.Locator(".tl > li").Filter(new() { HasText = "Ann Owner" })).ToHaveCountAsync(1);
        window.ShouldHaveNoComplaints();
    }

    [Fact]
    public async Task The_shown_list_is_exported()
    {
        await using var window = await console.Open(script: false);

        await window.Page.GotoAsync("/tenants?q=Studio+2&sort=name");
        var file = await window.Page.RunAndWaitForDownloadAsync(() => window.Page.GetByRole(AriaRole.Link, new() { Name = "Export CSV" }).ClickAsync());

        var lines = await File.ReadAllLinesAsync(await file.PathAsync(), TestContext.Current.CancellationToken);
        lines.Length.ShouldBe(11);
        lines[1].ShouldContain(console.Ids[20]);
    }

    [Fact]
    public async Task A_setting_is_previewed_changed_and_undone_in_its_row()
    {
        await using var window = await console.Open(script: false);
        var (page, row) = (window.Page, window.Page.Locator("#row-emails\\.keep_days"));

        await page.GotoAsync("/settings?q=emails.keep");
        await row.GetByRole(AriaRole.Link, new() { Name = "Change Email retention" }).ClickAsync();
        await page.GetByRole(AriaRole.Spinbutton, new() { Name = "Email retention" }).FillAsync("45");
        await page.GetByRole(AriaRole.Button, new() { Name = "Change setting" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Review it again.")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("are deleted within an hour")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Change setting" }).ClickAsync();
        await Assertions.Expect(row).ToContainTextAsync("45 days");
        (await Setting("emails.keep_days")).ShouldBe("45");
        await row.GetByRole(AriaRole.Button, new() { Name = "Undo: Email retention" }).ClickAsync();

        await Assertions.Expect(row).Not.ToContainTextAsync("45 days");
        (await Setting("emails.keep_days")).ShouldNotBe("45");
        window.ShouldHaveNoComplaints();
    }

    [Fact]
    public async Task Notes_about_a_tenant_and_a_member_are_added_and_removed()
    {
        await using var window = await console.Open(script: false);
        var page = window.Page;

        foreach (var home in new[] { $"tenants/{console.Ids[7]}", $"members/{console.Member}" })
        {
            await page.GotoAsync("/" + home);
            if (home.StartsWith("members", StringComparison.Ordinal))
                await page.Locator("#do-more").ClickAsync();
            await page.GetByRole(AriaRole.Link, new() { Name = "Add note" }).ClickAsync();
            await page.GetByLabel("Text").FillAsync("Called, and was happy.");
            await page.GetByRole(AriaRole.Button, new() { Name = "Add note" }).ClickAsync();
            await Assertions.Expect(window.Toast).ToHaveTextAsync("1 note added");
            (await Notes(home)).ShouldBe(["Called, and was happy."]);
            await page.GetByRole(AriaRole.Button, new() { Name = "Remove note" }).ClickAsync();
            await Assertions.Expect(window.Toast).ToHaveTextAsync("1 note removed");
            (await Notes(home)).ShouldBeEmpty();
        }
        window.ShouldHaveNoComplaints();
    }

    private async Task<IReadOnlyList<string>> Grants(string tenant) =>
        [
            .. (await console.Application.Get($"/api/v1/tenants/{tenant}/grants"))
                .GetProperty("data")
                .EnumerateArray()
                .Where(grant => grant.GetProperty("is_open").GetBoolean())
                .Select(grant => grant.GetProperty("plan").GetString()!),
        ];

    private async Task<IReadOnlyList<string?>> Notes(string home) =>
        [.. (await console.Application.Get($"/api/v1/{home}/notes")).GetProperty("data").EnumerateArray().Select(note => note.GetProperty("text").GetString())];

    private async Task<string> Setting(string key) =>
        (await console.Application.Get("/api/v1/settings"))
            .GetProperty("data")
            .EnumerateArray()
            .Single(setting => setting.GetProperty("key").GetString() == key)
            .GetProperty("value")
            .ToString();
}
