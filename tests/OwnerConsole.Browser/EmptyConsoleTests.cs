using Microsoft.Playwright;
using OwnerConsole.Browser.Fixtures;

namespace OwnerConsole.Browser;

/// <summary>A new console without reported data.</summary>
public sealed class EmptyConsoleTests(SignedInConsole console) : IClassFixture<SignedInConsole>
{
    [Theory]
    [InlineData(1440)]
    [InlineData(390)]
    public async Task The_first_page_explains_how_to_connect_and_links_to_the_keys(int width)
    {
        await using var window = await console.Open(width);
        await window.Page.GotoAsync("/");
        await PageInspector.Inspect(window.Page, $"empty {width}");

        await Assertions.Expect(window.Page.GetByText("/api/v1/tenants/ext:acme")).ToBeVisibleAsync();
        await window.Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = "API keys" }).ClickAsync();

        new Uri(window.Page.Url).AbsolutePath.ShouldBe("/settings/keys");
        window.ShouldHaveNoComplaints();
    }

    [Fact]
    public async Task The_tour_starts_with_connecting_an_application()
    {
        await using var window = await console.Open();

        await window.Page.GotoAsync("/overview?tour=1");

        await Assertions.Expect(window.Page.GetByText("Step 1 of 5")).ToBeVisibleAsync();
        await Assertions.Expect(window.Page.GetByText("/api/v1/tenants/ext:acme")).ToBeVisibleAsync();
    }
}
