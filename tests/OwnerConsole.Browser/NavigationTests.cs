using Microsoft.Playwright;
using OwnerConsole.Browser.Fixtures;

namespace OwnerConsole.Browser;

/// <summary>Navigation within one document, and long names that must not widen a page.</summary>
public sealed class NavigationTests(OwnedConsole console) : IClassFixture<OwnedConsole>
{
    [Fact]
    public async Task The_sidebar_swaps_the_content_and_updates_focus_title_history_and_scroll()
    {
        await using var window = await console.Open();
        var page = window.Page;
        var documents = 0;
        page.Request += (_, request) => documents += request.IsNavigationRequest ? 1 : 0;
        await page.GotoAsync("/tenants");
        var sidebar = page.GetByRole(AriaRole.Navigation, new() { Name = "Main" });
        await page.EvaluateAsync("scrollTo(0, 400)");

        foreach (
            var (link, heading) in new[]
            {
                ("Revenue", "Revenue"),
                ("Reliability", ""),
                ("Trust", ""),
                ("Settings", ""),
                ("Overview", "Overview"),
                ("Tenants", "Tenants"),
            }
        )
        {
            await sidebar.GetByRole(AriaRole.Link, new() { Name = link, Exact = true }).First.ClickAsync();
            await Assertions.Expect(sidebar.Locator("a.is-open")).ToHaveTextAsync(link);
            if (heading.Length > 0)
                await Assertions.Expect(page.Locator("main h1")).ToHaveTextAsync(heading);
            (await page.EvaluateAsync<int>("Math.round(scrollY)")).ShouldBe(0);
            await Assertions.Expect(sidebar.GetByRole(AriaRole.Link, new() { Name = link, Exact = true }).First).ToBeFocusedAsync();
        }
        await sidebar.GetByRole(AriaRole.Link, new() { Name = "Users" }).ClickAsync();
        await Assertions.Expect(page).ToHaveTitleAsync("Users · Owner Console");
        await Assertions.Expect(page).ToHaveURLAsync(console.Address + "members");
        await page.GoBackAsync();
        await Assertions.Expect(page.Locator("main h1")).ToHaveTextAsync("Tenants");
        await Assertions.Expect(page).ToHaveTitleAsync("Tenants · Owner Console");
        await page.GoForwardAsync();
        await Assertions.Expect(page.Locator("main h1")).ToHaveTextAsync("Users");

        documents.ShouldBe(1);
        window.ShouldHaveNoComplaints();
    }

    [Fact]
    public async Task Every_page_is_one_click_away_and_closed_groups_and_pins_are_remembered()
    {
        await using var window = await console.Open();
        var page = window.Page;
        var sidebar = page.GetByRole(AriaRole.Navigation, new() { Name = "Main" });
        await page.GotoAsync("/tenants");

        await sidebar.GetByRole(AriaRole.Link, new() { Name = "Log retention" }).ClickAsync();
        await Assertions.Expect(page.Locator("main h1")).ToHaveTextAsync("Log retention");
        await sidebar.GetByRole(AriaRole.Button, new() { Name = "Pin Log retention" }).ClickAsync();
        await Assertions.Expect(sidebar.Locator("#pins a")).ToHaveTextAsync("Log retention");
        await sidebar.GetByRole(AriaRole.Button, new() { Name = "Revenue pages" }).ClickAsync();
        await Assertions.Expect(sidebar.GetByRole(AriaRole.Link, new() { Name = "Plans and limits" })).ToBeHiddenAsync();
        await page.ReloadAsync();
        await Assertions.Expect(sidebar.GetByRole(AriaRole.Button, new() { Name = "Revenue pages", Expanded = false })).ToBeVisibleAsync();
        await Assertions.Expect(sidebar.Locator("#pins a")).ToHaveTextAsync("Log retention");

        await page.SetViewportSizeAsync(1024, 768);
        await sidebar.GetByRole(AriaRole.Link, new() { Name = "Revenue", Exact = true }).HoverAsync();
        await sidebar.GetByRole(AriaRole.Link, new() { Name = "Plans and limits" }).ClickAsync();
        await Assertions.Expect(page.Locator("main h1")).ToHaveTextAsync("Plans and limits");
        window.ShouldHaveNoComplaints();
    }

    [Fact]
    public async Task Closing_a_dialog_after_a_swap_restores_the_title_of_its_page()
    {
        await using var window = await console.Open();
        var page = window.Page;
        await page.GotoAsync("/overview");
        await page.GetByRole(AriaRole.Navigation, new() { Name = "Main" }).GetByRole(AriaRole.Link, new() { Name = "Tenants", Exact = true }).ClickAsync();
        await page.Locator($"#open-{console.Ids[3]}").ClickAsync();
        await page.Locator("#cc-close").ClickAsync();

        await Assertions.Expect(page).ToHaveTitleAsync("Tenants · Owner Console");
        window.ShouldHaveNoComplaints();
    }

    [Fact]
    public async Task A_response_that_is_not_a_console_page_is_loaded_as_a_document()
    {
        await using var window = await console.Open();
        var page = window.Page;
        await page.RouteAsync(
            "**/members",
            route =>
                route.Request.Headers.ContainsKey("hx-request")
                    ? route.FulfillAsync(new() { ContentType = "text/html", Body = "<main id=\"main\">Sign in</main>" })
                    : route.ContinueAsync()
        );
        await page.GotoAsync("/tenants");

        await page.GetByRole(AriaRole.Navigation, new() { Name = "Main" }).GetByRole(AriaRole.Link, new() { Name = "Users" }).ClickAsync();

        await Assertions.Expect(page.Locator("main h1")).ToHaveTextAsync("Users");
        window.ShouldHaveNoComplaints();
    }

    /// <summary>Names the elements that end after the width of the window.</summary>
    private const string Widest = """
        (width) => [...document.querySelectorAll("main *")]
          .filter((element) => element.getBoundingClientRect().right > width + 1)
          .slice(0, 8)
          .map((element) => `${element.tagName}.${element.className} ${Math.round(element.getBoundingClientRect().right)}`)
          .join(", ")
        """;

    [Fact]
    public async Task One_long_word_does_not_widen_any_page()
    {
        var word = new string('W', 150);
        var tenant = await console.Application.Tenant("long-word", word);
        await console.Application.Put($"/api/v1/tenants/{tenant}/members/ext:{word}", new { name = word, role = word[..64].ToLowerInvariant() });
        var member = (await console.Application.Get($"/api/v1/tenants/{tenant}/members")).GetProperty("data")[0].GetProperty("id").GetString();
        await console.Application.Run("tenant.suspend", tenant, new { cause = "billing" });
        await using var window = await console.Open();

        foreach (var width in new[] { 1440, 390 })
        {
            await window.Page.SetViewportSizeAsync(width, 844);
            foreach (
                var address in new[]
                {
                    "/overview",
                    "/tenants",
                    $"/tenants?open={tenant}",
                    $"/tenants/{tenant}",
                    $"/tenants/{tenant}/members",
                    $"/tenants/{tenant}/timeline",
                    "/members",
                    $"/members/{member}",
                    "/audit",
                    "/operations",
                    $"/find?q={word[..20]}",
                    $"/explore?metric=members.total&by=tenant",
                    $"/operations/new?operation=tenant.reactivate&subject={tenant}&back=/tenants",
                }
            )
            {
                await window.Page.GotoAsync(address);
                (await window.Page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBe(
                    width,
                    $"{address} at {width}: {await window.Page.EvaluateAsync<string>(Widest, width)}"
                );
            }
        }
        window.ShouldHaveNoComplaints();
    }
}
