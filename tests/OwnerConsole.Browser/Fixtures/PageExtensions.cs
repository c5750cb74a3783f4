using Microsoft.Playwright;

namespace OwnerConsole.Browser.Fixtures;

public static class PageExtensions
{
    /// <summary>Leaves with nothing that the console knows it by. The page goes first: one that is still being filled would be refused without its cookie.</summary>
    public static async Task Forget(this IPage page)
    {
        await page.GotoAsync("about:blank");
        await page.Context.ClearCookiesAsync();
    }
}
