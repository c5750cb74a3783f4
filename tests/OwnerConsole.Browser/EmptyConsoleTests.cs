using Microsoft.Playwright;
using OwnerConsole.Browser.Fixtures;

namespace OwnerConsole.Browser;

/// <summary>The first minutes: nobody has reported anything yet.</summary>
public sealed class EmptyConsoleTests(SignedInConsole console) : IClassFixture<SignedInConsole>
{
    [Theory]
    [InlineData(1440)]
    [InlineData(390)]
    public async Task The_first_page_tells_how_to_connect_and_leads_to_the_keys(int width)
    {
        await using var window = await console.Open(width);
        await window.Page.GotoAsync("/");
        await PageInspector.Inspect(window.Page, $"empty {width}");

        await Assertions.Expect(window.Page.GetByText("/api/v1/tenants/ext:acme")).ToBeVisibleAsync();
        await window.Page.GetByRole(AriaRole.Link, new() { Name = "API keys" }).ClickAsync();

        new Uri(window.Page.Url).AbsolutePath.ShouldBe("/settings/keys");
        window.ShouldHaveNoComplaints();
    }

    [Fact]
    public async Task The_tour_begins_where_nothing_was_reported_yet()
    {
        await using var window = await console.Open();

        await window.Page.GotoAsync("/overview?tour=1");

        await Assertions.Expect(window.Page.GetByText("Step 1 of 5")).ToBeVisibleAsync();
        await Assertions.Expect(window.Page.GetByText("/api/v1/tenants/ext:acme")).ToBeVisibleAsync();
    }
}
