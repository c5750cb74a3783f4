using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using OwnerConsole.Browser.Fixtures;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Browser;

/// <summary>Bulk operations: all matching tenants, a second approver, and runs that are followed, stopped and undone.</summary>
[Slow(20, "Operations", "Tables")]
public sealed class BulkTests(OwnedConsole console) : IClassFixture<OwnedConsole>
{
    [Fact]
    public async Task A_bulk_run_of_a_single_owner_waits_fifteen_minutes_and_can_be_stopped()
    {
        await Report("matching", 60);
        await using var window = await console.Open();
        var page = window.Page;
        await page.GotoAsync("/tenants?q=matching");

        await page.GetByTestId("tenant-checkbox-1").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Select all 60" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Bulk operations" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Suspend tenant…" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Suspend 60 tenants" })).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("You're the only approver")).ToBeVisibleAsync();
        await PageInspector.Inspect(page, "preview of a bulk operation");
        await page.GetByLabel("Reason").FillAsync("They moved to another product.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Suspend Selected in 15 minutes" }).ClickAsync();
        await Assertions.Expect(window.Toast).ToHaveTextAsync(new Regex(@"^Suspend 60 tenants (at|on .*,) \d\d:\d\d UTC$"));
        await page.Locator("#toasts").GetByRole(AriaRole.Link, new() { Name = "Show" }).ClickAsync();
        await Assertions.Expect(page.GetByText("so it starts automatically")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("They moved to another product.")).ToBeVisibleAsync();
        await PageInspector.Inspect(page, "pending run");
        await page.GetByRole(AriaRole.Button, new() { Name = "Stop", Exact = true }).ClickAsync();

        await Assertions.Expect(page.Locator(".page-head").GetByText("Stopped")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Retry 60" })).ToBeVisibleAsync();
        (await console.Application.Get("/api/v1/tenants?q=matching&status=suspended")).GetProperty("data").GetArrayLength().ShouldBe(0);
        window.ShouldHaveNoComplaints();
    }

    [Fact]
    public async Task A_selection_across_pages_survives_sorting_and_filtering()
    {
        await Report("paged", 120);
        await using var window = await console.Open();
        var page = window.Page;
        var said = page.Locator("[data-ticked]");
        await page.GotoAsync("/tenants?q=paged");

        for (var number = 1; number <= 3; number++)
        {
            await page.GetByTestId($"tenant-checkbox-{number}").CheckAsync();
            if (number < 3)
                await page.GetByRole(AriaRole.Link, new() { Name = "Next" }).ClickAsync();
            if (number < 3)
                await Assertions.Expect(page.GetByTestId($"tenant-checkbox-{number}")).Not.ToBeCheckedAsync();
        }
        await Assertions.Expect(said).ToHaveTextAsync("3 selected, 2 not in this view");
        foreach (var order in new[] { "sort=name", "sort=-name", "sort=name" })
        {
            await page.Locator("#sort-name").ClickAsync();
            await Assertions.Expect(page).ToHaveURLAsync(new Regex(order));
        }
        await Assertions.Expect(page.GetByTestId("tenant-checkbox-1")).ToBeCheckedAsync();
        await page.GotoAsync("/tenants?q=acorn");
        await Assertions.Expect(said).ToHaveTextAsync("3 selected, 3 not in this view");
        await page.GetByTestId("bulk-operations-btn").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Suspend Selected" }).ClickAsync();

        await Assertions.Expect(window.Toast).ToHaveTextAsync("3 tenants suspended");
        await Assertions.Expect(page.Locator(".bulk")).ToBeHiddenAsync();
        var suspended = await console.Application.Get("/api/v1/tenants?q=paged&status=suspended");
        suspended
            .GetProperty("data")
            .EnumerateArray()
            .Select(row => row.GetProperty("name").GetString())
            .ShouldBe(["paged 01", "paged 31", "paged 82"], ignoreOrder: true);
        window.ShouldHaveNoComplaints();
    }

    [Fact]
    public async Task Other_operations_keep_the_selection()
    {
        await Report("beside", 3);
        await console.Application.Run(
            "saved_view.save",
            IdGenerator.Platform,
            new
            {
                name = "Beside",
                list = "/tenants",
                query = "?q=beside",
                audience = "team",
            }
        );
        await using var window = await console.Open();
        var page = window.Page;
        var said = page.Locator("[data-ticked]");
        var view = page.Locator(".view:not(.view-all)");
        await page.GotoAsync("/tenants?q=beside");
        await page.GetByTestId("tenant-checkbox-1").CheckAsync();
        await page.GetByTestId("tenant-checkbox-2").CheckAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Delete view Beside" }).ClickAsync();
        await Assertions.Expect(window.Toast).ToHaveTextAsync("1 view deleted");
        await Assertions.Expect(view).ToHaveCountAsync(0);
        await Assertions.Expect(said).ToHaveTextAsync("2 selected");
        await page.Locator("#toasts").GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Assertions.Expect(view).ToHaveCountAsync(1);
        await Assertions.Expect(said).ToHaveTextAsync("2 selected");
        await page.GetByTestId("bulk-operations-btn").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Suspend Selected" }).ClickAsync();

        await Assertions.Expect(page.Locator(".bulk")).ToBeHiddenAsync();
        window.ShouldHaveNoComplaints();
    }

    [Fact]
    public async Task A_selection_of_all_matching_except_two_is_frozen_when_its_preview_opens()
    {
        await Report("fewer", 60);
        await using var window = await console.Open();
        var page = window.Page;
        await page.GotoAsync("/tenants?q=fewer");

        await page.GetByTestId("tenant-checkbox-1").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Select all 60" }).ClickAsync();
        await page.GetByTestId("tenant-checkbox-1").UncheckAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Next" }).ClickAsync();
        await Assertions.Expect(page.GetByTestId("tenant-checkbox-11")).ToHaveCountAsync(0); // the second page has ten
        await Assertions.Expect(page.GetByTestId("tenant-checkbox-10")).ToBeCheckedAsync();
        await page.GetByTestId("tenant-checkbox-10").UncheckAsync();
        await Assertions.Expect(page.Locator("[data-ticked]")).ToHaveTextAsync("All 60 matching selected, 2 excluded");
        await page.GetByTestId("bulk-operations-btn").ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "58 tenants selected" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Suspend tenant…" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Suspend 58 tenants" })).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("Excluded by you")).ToBeVisibleAsync();
        await Report("fewer late", 1);
        await page.GetByLabel("Cause").SelectOptionAsync("billing");

        await Assertions.Expect(page.GetByText("58 of 58")).ToBeVisibleAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("selection=sel_"));
        await page.GoBackAsync();
        await Assertions.Expect(page.Locator("#preview")).ToHaveCountAsync(0);
        await Assertions.Expect(page.GetByTestId("tenant-checkbox-10")).Not.ToBeCheckedAsync();
        window.ShouldHaveNoComplaints();
    }

    [Fact]
    public async Task A_bulk_run_of_an_application_is_approved_followed_and_undone_completely()
    {
        await Report("approved", 60);
        var preview = await console.Application.Post("/api/v1/previews", new { operation = "tenant.suspend", query = new { q = "approved" } });
        var run = await console.Application.Post("/api/v1/runs", new { preview = preview.GetProperty("id").GetString(), reason = "The bill." });
        var id = run.GetProperty("id").GetString();
        await using var window = await console.Open();
        var page = window.Page;

        await page.GotoAsync("/operations");
        await page.GetByRole(AriaRole.Link, new() { Name = "Suspend 60 tenants once approved" }).ClickAsync();
        await Assertions.Expect(page.GetByText("60 of 60")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Approve" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "60 tenants suspended" })).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Row)).ToHaveCountAsync(51);
        await page.GetByRole(AriaRole.Link, new() { Name = "Next" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Row)).ToHaveCountAsync(11);
        await page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();

        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Undo run" })).ToBeVisibleAsync();
        var undone = await console.Application.Await($"/api/v1/runs/{id}", now => now.GetProperty("state").GetString() == "undone");
        undone.GetProperty("done").GetInt32().ShouldBe(60);
        window.ShouldHaveNoComplaints();
        foreach (var width in new[] { 1440, 390 })
        {
            await using var look = await console.Open(width);
            foreach (var address in new[] { $"/operations/{id}", "/operations" })
            {
                await look.Page.GotoAsync(address);
                await PageInspector.Inspect(look.Page, $"{address} {width}");
            }
        }
    }

    [Fact]
    public async Task Without_script_a_run_is_approved_and_rejected_by_forms()
    {
        await Report("scriptless", 60);
        var waiting = new List<string?>();
        for (var number = 0; number < 2; number++)
        {
            var preview = await console.Application.Post("/api/v1/previews", new { operation = "tenant.suspend", query = new { q = "scriptless" } });
            var run = await console.Application.Post("/api/v1/runs", new { preview = preview.GetProperty("id").GetString(), reason = "The bill." });
            waiting.Add(run.GetProperty("id").GetString());
        }
        await using var window = await console.Open(script: false);

        await window.Page.GotoAsync($"/operations/{waiting[0]}");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Reject" }).ClickAsync();
        await Assertions.Expect(window.Page.Locator(".page-head").GetByText("Stopped")).ToBeVisibleAsync();
        await window.Page.GotoAsync($"/operations/{waiting[1]}");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Approve" }).ClickAsync();

        var ended = await console.Application.Await($"/api/v1/runs/{waiting[1]}", now => now.GetProperty("state").GetString() == "done");
        ended.GetProperty("done").GetInt32().ShouldBe(60);
        window.ShouldHaveNoComplaints();
    }

    [Fact]
    public async Task A_refresh_during_paging_stays_on_the_new_page()
    {
        await Report("turned", 60);
        await using var window = await console.Open();
        var page = window.Page;
        var (asked, turned) = (new TaskCompletionSource(), new TaskCompletionSource());
        await page.GotoAsync("/tenants?q=turned");
        await page.RouteAsync(
            address => address.EndsWith("/tenants?q=turned", StringComparison.Ordinal),
            async route =>
            {
                var answer = await route.FetchAsync();
                asked.TrySetResult();
                await turned.Task;
                await route.FulfillAsync(new() { Response = answer });
            }
        );

        var over = page.EvaluateAsync(
            "new Promise(over => document.addEventListener('htmx:finally:request', e => e.detail.ctx.request.action === '/tenants?q=turned' && over()))"
        );
        await page.EvaluateAsync("document.body.dispatchEvent(new CustomEvent('changed'))");
        await asked.Task;
        await page.GetByRole(AriaRole.Link, new() { Name = "Next" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Row)).ToHaveCountAsync(11);
        turned.SetResult();
        await over;

        (await page.GetByRole(AriaRole.Row).CountAsync()).ShouldBe(11);
        window.ShouldHaveNoComplaints();
    }

    private Task<JsonElement> Report(string called, int tenants) =>
        console.Application.Put(
            "/api/v1/tenants",
            new { data = Enumerable.Range(1, tenants).Select(number => new { id = $"ext:{called}-{number}", name = $"{called} {number:D2}" }) }
        );
}
