using System.Text.RegularExpressions;
using Microsoft.Playwright;
using OwnerConsole.Browser.Fixtures;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Browser;

/// <summary>The tenant directory in use: searching, selecting, and on a phone.</summary>
public sealed class DirectoryTests(OwnedConsole console) : IClassFixture<OwnedConsole>
{
    [Fact]
    public async Task The_list_and_its_address_follow_the_search_text()
    {
        await using var window = await console.Open();
        var page = window.Page;
        await page.GotoAsync("/tenants");

        await page.Locator("#q").PressSequentiallyAsync("acorn");

        await Assertions.Expect(page.Locator("tbody tr")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator("#q")).ToBeFocusedAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("q=acorn"));
        window.ShouldHaveNoComplaints();
    }

    [Fact]
    public async Task An_empty_result_names_the_search_and_can_be_cleared()
    {
        await using var window = await console.Open();
        await window.Page.GotoAsync("/tenants?q=zzz");

        await Assertions.Expect(window.Page.GetByText("No results for “zzz”")).ToBeVisibleAsync();
        await window.Page.GetByRole(AriaRole.Link, new() { Name = $"Show all {OwnedConsole.Tenants}" }).ClickAsync();

        await Assertions.Expect(window.Page.Locator("tbody tr")).ToHaveCountAsync(OwnedConsole.Tenants);
        await Assertions.Expect(window.Page.Locator("#q")).ToHaveValueAsync("");
    }

    [Fact]
    public async Task Filters_columns_and_density_are_in_the_address_and_each_filter_has_a_chip()
    {
        await console.Application.Put(
            "/api/v1/tenants",
            new
            {
                data = new object[]
                {
                    new
                    {
                        id = "ext:guild-9",
                        country = "CH",
                        plan_items = new[] { new { plan = "pro" } },
                    },
                    new
                    {
                        id = "ext:guild-10",
                        country = "DE",
                        plan_items = new[] { new { plan = "pro" } },
                    },
                },
            }
        );
        await using var window = await console.Open();
        var page = window.Page;
        await page.GotoAsync("/tenants");
        var rows = page.Locator("#tenants tbody tr");

        await page.Locator("#filters summary").ClickAsync();
        await page.Locator("#filters").GetByLabel("Plan").SelectOptionAsync("pro");
        await Assertions.Expect(rows).ToHaveCountAsync(2);
        await page.Locator("#filters").GetByLabel("Country").FillAsync("CH");
        await page.Locator("#filters").GetByLabel("Country").PressAsync("Enter");
        await Assertions.Expect(rows).ToHaveCountAsync(1);
        await Assertions.Expect(rows).ToContainTextAsync("Studio 9");
        await Assertions.Expect(page.Locator("#filters").GetByLabel("Country")).ToBeFocusedAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex(@"/tenants\?plan=pro&attribute%5Bcountry%5D=CH$"));
        await PageInspector.Inspect(page, "active filters");

        await page.Locator("#look summary").ClickAsync();
        await page.Locator("#look").GetByLabel("Country").CheckAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Columnheader, new() { Name = "Country" })).ToBeVisibleAsync();
        await page.GetByLabel("Compact").CheckAsync();
        await Assertions.Expect(page.Locator(".tbl-wrap")).ToHaveAttributeAsync("data-density", "compact");
        await PageInspector.Inspect(page, "columns and density");
        await page.ReloadAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Columnheader, new() { Name = "Country" })).ToBeVisibleAsync();
        await Assertions.Expect(rows).ToHaveCountAsync(1);

        await page.Locator(".chip").Filter(new() { HasText = "Country" }).ClickAsync();
        await Assertions.Expect(rows).ToHaveCountAsync(2);
        await page.GetByRole(AriaRole.Link, new() { Name = "Clear all" }).ClickAsync();
        await Assertions.Expect(rows).ToHaveCountAsync(OwnedConsole.Tenants);
        await Assertions.Expect(page.GetByRole(AriaRole.Columnheader, new() { Name = "Country" })).ToBeVisibleAsync();
        window.ShouldHaveNoComplaints();
    }

    [Fact]
    [Slow(10, "SavedViews", "Exports")]
    public async Task The_shown_list_can_be_saved_as_a_view_and_exported()
    {
        await using var window = await console.Open();
        var page = window.Page;
        await page.GotoAsync("/tenants?q=Studio+2&columns=-&columns=members&sort=-name");

        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "Export CSV" }).ClickAsync());
        var lines = await File.ReadAllLinesAsync(await download.PathAsync());
        await page.GetByRole(AriaRole.Link, new() { Name = "Save view" }).ClickAsync();
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("The twenties");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save view" }).ClickAsync();
        await Assertions.Expect(window.Toast).ToBeVisibleAsync();
        await page.GotoAsync("/tenants");
        await page.GetByRole(AriaRole.Link, new() { Name = "The twenties" }).First.ClickAsync();

        await Assertions.Expect(page.GetByRole(AriaRole.Columnheader)).ToHaveTextAsync(["", "Tenant", "Members", "Actions"]);
        await Assertions.Expect(page.Locator("#tenants tbody tr").First).ToContainTextAsync("Studio 29");
        await page.GetByRole(AriaRole.Link, new() { Name = "Members" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "The twenties , modified" })).ToBeVisibleAsync();
        await PageInspector.Inspect(page, "a modified view");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save view The twenties" }).ClickAsync();
        await Assertions.Expect(page.Locator("#reset-view")).ToHaveCountAsync(0);
        await page.GotoAsync("/tenants");
        await page.GetByRole(AriaRole.Link, new() { Name = "The twenties" }).First.ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("sort=members"));
        await page.GetByRole(AriaRole.Link, new() { Name = "Members" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Reset" }).ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("sort=members&view=svw_"));
        await Assertions.Expect(page.Locator("#views .count")).ToHaveTextAsync("10");
        await page.Locator("#make-default").ClickAsync();
        await Assertions.Expect(page.Locator("#drop-default")).ToBeVisibleAsync();
        await PageInspector.Inspect(page, "a list that opens with a view");
        await page.GotoAsync("/tenants");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("sort=members&view=svw_"));
        await page.Locator("#view-all").ClickAsync();
        await Assertions.Expect(page.Locator("#tenants tbody tr")).ToHaveCountAsync(OwnedConsole.Tenants);
        await page.GetByRole(AriaRole.Link, new() { Name = "The twenties" }).First.ClickAsync();
        await page.Locator("#drop-default").ClickAsync();
        await Assertions.Expect(page.Locator("#make-default")).ToBeVisibleAsync();
        await page.GotoAsync("/tenants");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/tenants$"));
        lines.Length.ShouldBe(11);
        lines[0].ShouldBe("name,members,id,external_id");
        lines[1].ShouldBe($"Studio 29,2,{console.Ids[29]},guild-29");
        window.ShouldHaveNoComplaints();
    }

    [Fact]
    public async Task Without_script_filters_and_sorting_are_forms_and_links()
    {
        await using var window = await console.Open(script: false);
        var page = window.Page;
        await page.GotoAsync("/tenants");

        await page.Locator("#filters summary").ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Show filters" }).ClickAsync();
        await page.Locator("#filters").GetByLabel("Last activity").SelectOptionAsync("never");
        await page.GetByRole(AriaRole.Button, new() { Name = "Filter", Exact = true }).ClickAsync();
        await page.Locator("#sort-members").ClickAsync();
        await page.Locator("#sort-members").ClickAsync();

        await Assertions.Expect(page).ToHaveURLAsync(new Regex(@"/tenants\?activity=never&sort=-members$"));
        await Assertions.Expect(page.Locator("#tenants tbody tr").First).ToContainTextAsync("Acorn Academy");
    }

    [Fact]
    public async Task The_selection_is_cleared_after_the_run_and_the_figures_are_updated()
    {
        await using var window = await console.Open();
        var page = window.Page;
        await page.GotoAsync("/tenants?q=Studio+2");
        await page.Locator("[data-tick-all]").CheckAsync();
        await page.GetByTestId("bulk-operations-btn").ClickAsync();
        var button = page.GetByText("Suspend Selected");
        await Assertions.Expect(button).ToHaveCountAsync(1);

        await button.ClickAsync();

        await Assertions.Expect(window.Toast).ToHaveTextAsync("10 tenants suspended");
        await Assertions.Expect(page.Locator("tbody .cb:checked")).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator("#tab-suspended")).ToContainTextAsync("10");
        await Assertions.Expect(page.Locator("tbody .b-suspended")).ToHaveCountAsync(10);
    }

    [Fact]
    public async Task A_phone_shows_bulk_actions_in_a_sheet()
    {
        await using var window = await console.Open(390);
        var page = window.Page;
        await page.GotoAsync("/tenants");

        await page.GetByTestId("tenant-checkbox-1").CheckAsync();
        await page.GetByTestId("tenant-checkbox-2").CheckAsync();
        await Assertions.Expect(page.Locator(".bulk")).ToContainTextAsync("2 selected");
        await Assertions.Expect(page.GetByTestId("bulk-operations-btn")).ToBeHiddenAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Actions" }).ClickAsync();
        await PageInspector.Inspect(page, "sheet of actions");
        await page.GetByTestId("bulk-operations-btn").ClickAsync();

        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "2 tenants selected" })).ToBeVisibleAsync();
        window.ShouldHaveNoComplaints();
    }

    [Fact]
    public async Task A_phone_shows_the_first_action_in_reach_and_the_others_in_a_sheet()
    {
        await using var window = await console.Open(390);
        var page = window.Page;
        await page.GotoAsync($"/tenants/{console.Ids[7]}");

        await page.GetByRole(AriaRole.Button, new() { Name = "Actions" }).ClickAsync();
        await PageInspector.Inspect(page, "sheet of a tenant");
        await page.GetByRole(AriaRole.Link, new() { Name = "Suspend tenant" }).ClickAsync();

        await Assertions.Expect(page.Locator("#preview-confirm")).ToBeVisibleAsync();
        window.ShouldHaveNoComplaints();
    }

    [Fact]
    public async Task A_phone_shows_a_tenant_in_two_lines_that_open_it_on_touch()
    {
        await using var window = await console.Open(390);
        var page = window.Page;
        await page.GotoAsync("/tenants");

        var row = page.Locator("tbody tr").Nth(1);
        (await row.BoundingBoxAsync())!.Height.ShouldBeLessThanOrEqualTo(76);
        await row.TapAsync(
            new()
            {
                Position = new() { X = 300, Y = 50 }, // next to it are the actions of the row
            }
        );

        await Assertions.Expect(page.Locator("#command-center")).ToBeVisibleAsync();
        (await page.Locator("#act").BoundingBoxAsync())!.Y.ShouldBeGreaterThan(700);
    }
}
