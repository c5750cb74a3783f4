using Microsoft.Playwright;
using OwnerConsole.Browser.Fixtures;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Browser;

public sealed class PhoneTests(SignedInConsole console) : IClassFixture<SignedInConsole>
{
    [Fact]
    public async Task The_open_page_of_a_section_is_in_view_however_many_stand_before_it()
    {
        await using var phone = await console.Open(width: 390);

        await phone.Page.GotoAsync("/settings/templates");

        await Assertions.Expect(phone.Page.Locator(".sub-m [aria-current]")).ToBeInViewportAsync(new() { Ratio = 1 });
        phone.ShouldHaveNoComplaints();
    }

    [Fact]
    public async Task Eight_tenants_stand_on_a_screen_each_in_two_lines()
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
    public async Task A_whole_week_of_hours_is_moved_within_its_card_and_the_page_is_no_wider_than_the_phone()
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
