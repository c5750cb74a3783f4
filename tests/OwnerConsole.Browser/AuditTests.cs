using System.Text.RegularExpressions;
using Microsoft.Playwright;
using OwnerConsole.Browser.Fixtures;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Browser;

/// <summary>The audit log page: filters, live updates and pausing.</summary>
[Slow(12, "Audit")]
public sealed class AuditTests(OwnedConsole console) : IClassFixture<OwnedConsole>
{
    /// <summary>Changes of others are shown within a second; a busy machine may need longer.</summary>
    private static readonly LocatorAssertionsToContainTextOptions s_patience = new() { Timeout = 20_000 };

    [Fact]
    public async Task The_log_is_filtered_expanded_paused_and_resumed()
    {
        var tenant = console.Ids[11];
        await Decided(tenant, "tenant.suspend");
        await using var window = await console.Open();
        var page = window.Page;
        await page.GotoAsync("/audit");

        await page.Locator("#q").FillAsync("studio 11");
        await Assertions.Expect(Lines(page)).ToHaveCountAsync(2);
        await page.Locator("#filters summary").ClickAsync();
        await page.GetByLabel("Kind").SelectOptionAsync("run");
        await Assertions.Expect(Lines(page)).ToHaveCountAsync(1);
        await page.Keyboard.PressAsync("Escape");
        await page.GetByText("Changes", new() { Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Row, new() { Name = "suspended for" })).ToContainTextAsync("other");
        await page.Keyboard.PressAsync("Escape");
        await page.EvaluateAsync("document.activeElement.blur()");
        await page.Keyboard.PressAsync("p");
        await Assertions.Expect(page.Locator("#tail-new")).ToContainTextAsync("Paused");
        await Decided(tenant, "tenant.reactivate");

        await Assertions.Expect(page.Locator("#tail-new")).ToContainTextAsync("1 new entry", s_patience);
        await Assertions.Expect(Lines(page)).ToHaveCountAsync(1);
        await Assertions.Expect(page.GetByRole(AriaRole.Row, new() { Name = "suspended for" })).ToBeVisibleAsync();
        await page.Locator("#tail-show").ClickAsync();
        await Assertions.Expect(Lines(page)).ToHaveCountAsync(2);
        await Assertions.Expect(page.Locator("#tail-new")).ToContainTextAsync("Nothing new");
        await page.GetByRole(AriaRole.Link, new() { Name = "Resume" }).ClickAsync();
        await Decided(tenant, "tenant.suspend");
        await Assertions.Expect(Lines(page).First).ToContainTextAsync("is suspended", s_patience);
        new Uri(page.Url).Query.ShouldBe("?q=studio%2011&kind=run");
        window.ShouldHaveNoComplaints();
    }

    [Fact]
    public async Task A_line_links_to_its_tenant_its_run_and_its_actor()
    {
        await Decided(console.Ids[12], "tenant.suspend");
        await using var window = await console.Open();
        var page = window.Page;
        await page.GotoAsync($"/tenants/{console.Ids[12]}/timeline");

        await page.GetByRole(AriaRole.Link, new() { Name = "Filter and export" }).ClickAsync();
        await Assertions.Expect(page.Locator("#clear-tenant")).ToContainTextAsync("Studio 12");
        await Lines(page).First.GetByRole(AriaRole.Link, new() { Name = "Suspend tenant" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("1 tenant suspended");
        await page.GoBackAsync();
        await Lines(page).First.GetByRole(AriaRole.Link, new() { Name = "test" }).ClickAsync();
        await page.WaitForURLAsync("**/settings/keys?q=key_*");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Actions: test" })).ToHaveCountAsync(1);
        window.ShouldHaveNoComplaints();
    }

    [Fact]
    public async Task A_run_can_be_undone_in_the_log()
    {
        await Decided(console.Ids[13], "tenant.suspend");
        await using var window = await console.Open();
        var page = window.Page;
        await page.GotoAsync($"/audit?tenant={console.Ids[13]}");

        await Lines(page).First.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();

        await Assertions.Expect(window.Toast).ToHaveTextAsync("Undone: 1 tenant restored");
        await Assertions.Expect(Lines(page).First).ToContainTextAsync("was restored", s_patience);
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Undo" })).ToHaveCountAsync(0);
        window.ShouldHaveNoComplaints();
    }

    [Fact]
    public async Task A_view_is_saved_opened_deleted_and_restored()
    {
        await using var window = await console.Open();
        var page = window.Page;
        await page.GotoAsync("/audit?outcome=failed&time=week");

        await page.Locator("#save-view").ClickAsync();
        await page.Locator("#in-name").FillAsync("Failed this week");
        await page.Locator("#in-audience").SelectOptionAsync("team");
        await page.Locator("#preview-confirm").ClickAsync();
        await Assertions.Expect(window.Toast).ToHaveTextAsync("1 view saved");
        await Assertions.Expect(page.Locator("#save-view")).ToHaveCountAsync(0);
        await page.GotoAsync("/audit");
        await page.GetByRole(AriaRole.Link, new() { Name = "Failed this week" }).ClickAsync();

        await page.WaitForURLAsync("**/audit?outcome=failed&time=week&view=svw_*");
        await Assertions.Expect(page.GetByLabel("Outcome")).ToHaveValueAsync("failed");
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Failed this week" })).ToHaveAttributeAsync("aria-current", "true");
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete view Failed this week" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Failed this week" })).ToHaveCountAsync(0);
        await page.Locator("#toasts").GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Failed this week" })).ToHaveCountAsync(1);
        await PageInspector.Inspect(page, "/audit with a view");
        window.ShouldHaveNoComplaints();
    }

    [Fact]
    public async Task The_filtered_log_is_exported_with_its_checkpoint_and_the_export_is_logged()
    {
        await using var window = await console.Open();
        var page = window.Page;
        await page.GotoAsync($"/audit?tenant={console.Ids[14]}");

        var file = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "NDJSON" }).ClickAsync());

        file.SuggestedFilename.ShouldEndWith(".ndjson");
        var lines = (await File.ReadAllTextAsync(await file.PathAsync(), TestContext.Current.CancellationToken)).Split(
            '\n',
            StringSplitOptions.RemoveEmptyEntries
        );
        lines.Length.ShouldBe(2);
        lines[0].ShouldContain(console.Ids[14]);
        lines[1].ShouldStartWith("{\"checkpoint\":");
        await page.GotoAsync("/audit?kind=system");
        await Assertions
            .Expect(Lines(page).Filter(new() { HasText = "Ann Owner exported log entries as ndjson" }))
            .Not.ToHaveCountAsync(0, new() { Timeout = 20_000 });
        window.ShouldHaveNoComplaints();
    }

    [Fact]
    public async Task Without_script_the_filter_is_a_form_and_pages_are_links()
    {
        await using var window = await console.Open(script: false);
        var page = window.Page;
        await page.GotoAsync("/audit");

        await page.Locator("#filters summary").ClickAsync();
        await page.GetByLabel("To date").FillAsync("2020-01-01");
        await page.GetByRole(AriaRole.Button, new() { Name = "Filter", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "No matching entries" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Clear filters" }).ClickAsync();

        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/audit$"));
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Pause" })).ToHaveCountAsync(0);
    }

    private static ILocator Lines(IPage page) => page.Locator(".tl > li");

    private async Task Decided(string tenant, string operation)
    {
        var run = (await console.Application.Run(operation, tenant)).GetProperty("id").GetString();
        await console.Application.Await(
            $"/api/v1/log?tenant={tenant}&limit=1",
            answer => answer.GetProperty("data").EnumerateArray().Any(line => line.GetProperty("run").GetString() == run)
        );
    }
}
