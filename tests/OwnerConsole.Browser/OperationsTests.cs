using System.Text.RegularExpressions;
using Microsoft.Playwright;
using OwnerConsole.Browser.Fixtures;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Browser;

/// <summary>The list of runs offers Undo also after the toast has disappeared.</summary>
[Slow(10, "Operations")]
public sealed class OperationsTests(OwnedConsole console) : IClassFixture<OwnedConsole>
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_run_of_an_application_can_be_undone_on_the_page(bool script)
    {
        var tenant = console.Ids[script ? 10 : 11];
        await console.Application.Post($"/api/v1/tenants/{tenant}/suspend", new { cause = "billing" });
        await using var window = await console.Open(script: script);

        await window.Page.GotoAsync("/operations");
        await window.Page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Undo: Suspended ") }).First.ClickAsync();

        await Assertions.Expect(window.Page.Locator(".toast")).ToHaveTextAsync("Undone: 1 tenant restored");
        await Assertions.Expect(window.Page.Locator("tbody tr").First).ToContainTextAsync("Undone: 1 tenant restored");
        (await console.Application.Status(tenant)).ShouldBe("active");
        window.ShouldHaveNoComplaints();
    }

    [Fact]
    public async Task Runs_are_searched_sorted_and_the_search_is_cleared()
    {
        var tenant = console.Ids[13];
        await console.Application.Run("tenant.suspend", tenant, new { cause = "billing" });
        await console.Application.Run("tenant.reactivate", tenant);
        await using var window = await console.Open();
        var page = window.Page;
        var rows = page.Locator("#runs tbody tr");
        await page.GotoAsync("/operations");
        await Assertions.Expect(rows.First).ToContainTextAsync("Reactivated");
        var all = await rows.CountAsync();

        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("reactivate t");
        await Assertions.Expect(rows).ToHaveCountAsync(1);
        (await window.Focused()).ShouldBe("q");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex(@"/operations\?q=reactivate(%20|\+)t$"));
        await page.Locator("#clear-q").ClickAsync();
        await Assertions.Expect(rows).ToHaveCountAsync(all);
        await page.Locator("#sort-started_at").ClickAsync();
        await Assertions.Expect(rows.Last).ToContainTextAsync("Reactivated");
        await Assertions.Expect(page.Locator("th[aria-sort=ascending]")).ToContainTextAsync("Started");
        await page.ReloadAsync();
        await Assertions.Expect(rows.Last).ToContainTextAsync("Reactivated");
        await page.Locator("#sort-started_at").ClickAsync();

        await Assertions.Expect(rows.First).ToContainTextAsync("Reactivated");
        window.ShouldHaveNoComplaints();
    }

    [Fact]
    public async Task The_list_of_runs_passes_the_inspection_on_desktop_and_phone()
    {
        await console.Application.Post($"/api/v1/tenants/{console.Ids[12]}/suspend", new { });

        foreach (var width in new[] { 1440, 390 })
        {
            await using var window = await console.Open(width);
            await window.Page.GotoAsync("/operations");
            await PageInspector.Inspect(window.Page, $"/operations {width}");
        }
    }
}
