using Microsoft.Playwright;
using OwnerConsole.Browser.Fixtures;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Browser;

/// <summary>What holds for every page in every theme, on a desk and on a phone.</summary>
public sealed class EveryPageTests(EveryPageTests.EveryPageConsole console) : IClassFixture<EveryPageTests.EveryPageConsole>
{
    public static TheoryData<string> Addresses => [.. PageCatalogue.Addresses];

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task A_page_is_clean_in_every_theme_and_width(string address)
    {
        var turn = PageCatalogue.Addresses.Index().First(page => page.Item == address).Index;
        foreach (var (width, theme) in new[] { (1440, PageInspector.Theme(turn)), (390, PageInspector.Theme(turn + 1)) })
        {
            var window = await console.Kept(width);
            await window.Page.GotoAsync(PageCatalogue.At(address, console.Ids[0], console.Member));
            await PageInspector.Inspect(window.Page, $"{address} {width}", theme);
            window.ShouldHaveNoComplaints();
        }
    }

    [Fact]
    public async Task A_page_that_is_not_there_says_so_in_the_same_clothes()
    {
        await using var window = await console.Open();

        var answer = await window.Page.GotoAsync("/tenants/tnt_00000000000000000000000000");

        answer!.Status.ShouldBe(404);
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Not found");
        await PageInspector.Inspect(window.Page, "404");
        window.ShouldComplainOnlyOf("404");
    }

    /// <summary>One window of each width for all pages: a new one reads every script and style anew, which takes longer than to look.</summary>
    public sealed class EveryPageConsole : OwnedConsole
    {
        private readonly Dictionary<int, BrowserWindow> _kept = [];

        public async Task<BrowserWindow> Kept(int width) => _kept.TryGetValue(width, out var window) ? window : _kept[width] = await Open(width);
    }
}
