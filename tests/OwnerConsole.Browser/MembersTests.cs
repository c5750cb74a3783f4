using Microsoft.Playwright;
using OwnerConsole.Browser.Fixtures;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Browser;

public sealed class MembersTests(OwnedConsole console) : IClassFixture<OwnedConsole>
{
    [Theory]
    [InlineData("/tenants/{id}/members")]
    [InlineData("/tenants?open={id}&tab=members")]
    public async Task The_header_of_the_list_is_above_its_first_row(string address)
    {
        await using var window = await console.Open();

        await window.Page.GotoAsync(address.Replace("{id}", console.Ids[0], StringComparison.Ordinal));
        var list = window.Page.Locator("#command-center .tbl");
        var head = await list.Locator("thead th").First.BoundingBoxAsync();
        var row = await list.Locator("tbody tr").First.BoundingBoxAsync();

        (head!.Y + head.Height).ShouldBeLessThanOrEqualTo(row!.Y + 1);
    }

    [Fact]
    public async Task A_partial_support_number_finds_the_member_with_usage_and_timeline()
    {
        var tenant = console.Ids[1];
        await console.Application.Put($"/api/v1/tenants/{tenant}/members/ext:mona", new { name = "Mona", support_number = "#U987650001" });
        await console.Application.Report(
            EventReports.Event(tenant, "session.recorded", TimeProvider.System.GetUtcNow().AddHours(-3), new { member = "mona", duration_seconds = 5400 })
        );
        await console.WaitForProjection();
        await using var window = await console.Open();
        var page = window.Page;
        await page.GotoAsync("/members");

        await page.Locator("#q").PressSequentiallyAsync("98765000");
        await Assertions.Expect(page.Locator("tbody tr")).ToHaveCountAsync(1);
        await page.GetByRole(AriaRole.Link, new() { Name = "Mona" }).ClickAsync();

        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Mona");
        await Assertions.Expect(page.Locator("#member-tenant")).ToHaveAttributeAsync("href", $"/tenants/{tenant}");
        await Assertions.Expect(page.Locator("#member .idstrip")).ToContainTextAsync("#U987650001");
        await Assertions.Expect(page.Locator("section:has(#member-usage) .kv")).ToContainTextAsync("1 h 30 min");
        await Assertions.Expect(page.Locator("section:has(#member-sessions) tbody tr")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator("section:has(#member-timeline) li")).ToContainTextAsync("Session, 1 h 30 min");
        window.ShouldHaveNoComplaints();
    }
}
