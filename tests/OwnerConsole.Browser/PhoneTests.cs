using Microsoft.Playwright;
using OwnerConsole.Browser.Fixtures;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Browser;

public sealed class PhoneTests(SignedInConsole console) : IClassFixture<SignedInConsole>
{
    [Fact]
    public async Task The_current_page_of_a_section_is_in_view_in_the_phone_navigation()
    {
        await using var phone = await console.Open(width: 390);

        await phone.Page.GotoAsync("/settings/templates");

        await Assertions.Expect(phone.Page.Locator(".sub-m [aria-current]")).ToBeInViewportAsync(new() { Ratio = 1 });
        phone.ShouldHaveNoComplaints();
    }

    [Fact]
    public async Task The_menu_of_the_bottom_bar_reaches_every_page_and_closes()
    {
        await using var phone = await console.Open(width: 390);
        var page = phone.Page;
        var more = page.GetByRole(AriaRole.Navigation, new() { Name = "All pages" });
        await page.GotoAsync("/tenants");

        await page.GetByRole(AriaRole.Button, new() { Name = "More" }).ClickAsync();
        (await more.GetByRole(AriaRole.Link).EvaluateAllAsync<double[]>("links => links.map(link => link.offsetHeight)")).ShouldAllBe(height => height >= 44);
        await PageInspector.Inspect(page, "menu of all pages");
        await more.GetByRole(AriaRole.Link, new() { Name = "Log retention" }).ClickAsync();

        await Assertions.Expect(page.Locator("main h1")).ToHaveTextAsync("Log retention");
        await Assertions.Expect(more).ToBeHiddenAsync();
        phone.ShouldHaveNoComplaints();
    }

    [Fact]
    public async Task A_phone_screen_shows_eight_tenants_in_two_lines_each()
    {
        var app = await TestApplication.Connect(console);
        await app.Put(
            "/api/v1/tenants",
            new { data = Enumerable.Range(1, 20).Select(number => new { id = $"ext:phone-{number}", name = $"Studio {number}" }) }
        );
        await using var phone = await console.Open(width: 390);

        await phone.Page.GotoAsync("/tenants");

        var rows = phone.Page.Locator("#tenants tbody tr");
        await Assertions.Expect(rows).Not.ToHaveCountAsync(0);
        var shown = await rows.EvaluateAllAsync<double[]>(
            "rows => rows.filter(row => row.getBoundingClientRect().bottom <= document.querySelector('.tabbar-m').getBoundingClientRect().top).map(row => row.offsetHeight)"
        );
        shown.Length.ShouldBeGreaterThanOrEqualTo(8);
        shown.ShouldAllBe(height => height <= 76);
        phone.ShouldHaveNoComplaints();
    }

    [Fact]
    public async Task The_weekly_heatmap_scrolls_in_its_card_without_widening_the_page()
    {
        var (app, tenant) = await console.Studio();
        await app.Report(
            EventReports.Event(tenant, "session.recorded", TimeProvider.System.GetUtcNow().AddHours(-3), new { member = "m1", duration_seconds = 3600 })
        );
        await console.WaitForProjection();
        await using var phone = await console.Open(width: 390);

        await phone.Page.GotoAsync("/overview");

        await Assertions.Expect(phone.Page.Locator(".heat")).ToBeVisibleAsync();
        (await phone.Page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBe(390);
        phone.ShouldHaveNoComplaints();
    }
}
