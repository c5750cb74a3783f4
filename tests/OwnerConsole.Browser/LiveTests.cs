using Microsoft.Playwright;
using OwnerConsole.Browser.Fixtures;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Browser;

/// <summary>Live updates: one person's actions appear in another person's window.</summary>
public sealed class LiveTests(OwnedConsole console) : IClassFixture<OwnedConsole>
{
    /// <summary>It takes a second; a busy machine may need longer.</summary>
    private static readonly LocatorAssertionsToContainTextOptions s_patience = new() { Timeout = 20_000 };

    [Fact]
    public async Task Actions_in_one_window_appear_in_another_window_automatically()
    {
        await using var one = await console.Open();
        await using var other = await console.Open();
        await other.Page.GotoAsync("/tenants");
        await console.Application.Run("setting.change", IdGenerator.Platform, new { key = "overview.figures", value = "status.suspended, attention" });
        var figure = other.Page.Locator("#figures").GetByRole(AriaRole.Link, new() { Name = "Suspended" });
        var suspended = await figure.TextContentAsync();
        await one.Page.GotoAsync($"/tenants/{console.Ids[0]}");

        await one.Page.GetByRole(AriaRole.Link, new() { Name = "Suspend", Exact = true }).ClickAsync();
        await one.Page.GetByRole(AriaRole.Button, new() { Name = "Suspend tenant" }).ClickAsync();

        await Assertions.Expect(one.Toast).ToHaveTextAsync("1 tenant suspended");
        await Assertions.Expect(Row(other, "Acorn Academy")).ToContainTextAsync("Suspended", s_patience);
        await Assertions.Expect(figure).Not.ToHaveTextAsync(suspended!);
        await console.Application.Post($"/api/v1/tenants/{console.Ids[0]}/reactivate", new { });
        await Assertions.Expect(Row(other, "Acorn Academy")).ToContainTextAsync("Active", s_patience);
        await Assertions.Expect(one.Page.GetByRole(AriaRole.Link, new() { Name = "Suspend", Exact = true })).ToBeVisibleAsync();
        one.ShouldHaveNoComplaints();
        other.ShouldHaveNoComplaints();
    }

    [Fact]
    public async Task A_selection_delays_live_updates_until_it_is_cleared()
    {
        await using var window = await console.Open();
        await using var idle = await console.Open();
        await idle.Page.GotoAsync("/tenants");
        await window.Page.GotoAsync("/tenants");
        await window.Page.GetByTestId("tenant-checkbox-1").CheckAsync();
        var changed = window.Page.EvaluateAsync("new Promise(updated => document.body.addEventListener('changed', updated, { once: true }))");

        await console.Application.Post($"/api/v1/tenants/{console.Ids[5]}/suspend", new { });
        await Assertions.Expect(Row(idle, "guild-5")).ToContainTextAsync("Suspended", s_patience); // a window without a selection was updated by now
        var isTicked = await window.Page.GetByTestId("tenant-checkbox-1").IsCheckedAsync();
        var wasUpdated = changed.IsCompleted;
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Clear" }).ClickAsync();
        await changed.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);

        (isTicked, wasUpdated).ShouldBe((true, false));
        await Assertions.Expect(Row(window, "guild-5")).ToContainTextAsync("Suspended", s_patience);
        window.ShouldHaveNoComplaints();
    }

    [Fact]
    public async Task Events_during_a_page_load_are_not_missed()
    {
        await using var window = await console.Open();
        await window.Page.RouteAsync(
            address => address.Contains("/live", StringComparison.Ordinal),
            async route =>
            {
                await console.Application.Post($"/api/v1/tenants/{console.Ids[8]}/suspend", new { });
                await console.Application.Await($"/api/v1/tenants/{console.Ids[8]}/timeline", answer => answer.GetProperty("data").GetArrayLength() > 1);
                await window.Page.UnrouteAllAsync();
                await route.ContinueAsync();
            }
        );

        await window.Page.GotoAsync("/tenants");

        await Assertions.Expect(Row(window, "guild-8")).ToContainTextAsync("Suspended", s_patience);
    }

    [Fact]
    public async Task Requests_that_a_page_sends_by_itself_are_marked_as_automatic()
    {
        await using var window = await console.Open();
        var page = window.Page;
        await page.GotoAsync("/tenants");

        var reloaded = await page.RunAndWaitForRequestAsync(
            () => page.EvaluateAsync("document.body.dispatchEvent(new CustomEvent('changed'))"),
            request => request.Url.EndsWith("/tenants", StringComparison.Ordinal)
        );
        var opened = await page.RunAndWaitForRequestAsync(
            () => page.Locator("#side a[href='/overview']").First.ClickAsync(),
            request => request.Url.EndsWith("/overview", StringComparison.Ordinal)
        );

        (await reloaded.HeaderValueAsync("oc-automatic")).ShouldBe("true");
        (await opened.HeaderValueAsync("oc-automatic")).ShouldBeNull();
    }

    private static ILocator Row(BrowserWindow window, string who) => window.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = who });
}
