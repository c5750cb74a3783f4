using Microsoft.Playwright;
using OwnerConsole.Browser.Fixtures;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Browser;

/// <summary>Checks every page in every theme, at desktop and phone width.</summary>
public sealed class EveryPageTests(EveryPageTests.EveryPageConsole console) : IClassFixture<EveryPageTests.EveryPageConsole>
{
    public static TheoryData<string> Addresses => [.. PageCatalogue.Addresses];

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task Every_page_passes_the_inspection_in_every_theme_and_width(string address)
    {
        var turn = PageCatalogue.Addresses.Index().First(page => page.Item == address).Index;
        foreach (var (width, theme) in new[] { (1440, PageInspector.Theme(turn)), (390, PageInspector.Theme(turn + 1)) })
        {
            var window = await console.SharedWindow(width);
            await window.Page.GotoAsync(PageCatalogue.At(address, console.Ids[0], console.Member));
            await PageInspector.Inspect(window.Page, $"{address} {width}", theme);
            window.ShouldHaveNoComplaints();
        }
    }

    [Fact]
    public async Task A_missing_page_shows_a_styled_404_page()
    {
        await using var window = await console.Open();

        var answer = await window.Page.GotoAsync("/tenants/tnt_00000000000000000000000000");

        answer!.Status.ShouldBe(404);
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Not found");
        await PageInspector.Inspect(window.Page, "404");
        window.ShouldComplainOnlyOf("404");
    }

    /// <summary>Shares one window per width, because loading scripts and styles in a new window takes longer than the inspection.</summary>
    public sealed class EveryPageConsole : OwnedConsole
    {
        private readonly Dictionary<int, BrowserWindow> _shared = [];

        public async Task<BrowserWindow> SharedWindow(int width) => _shared.TryGetValue(width, out var window) ? window : _shared[width] = await Open(width);
    }
}
