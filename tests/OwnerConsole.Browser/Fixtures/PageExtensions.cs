using Microsoft.Playwright;

namespace OwnerConsole.Browser.Fixtures;

public static class PageExtensions
{
    /// <summary>Forgets the console's cookies. The page is left first, because requests of a loading page would be refused without them.</summary>
    public static async Task Forget(this IPage page)
    {
        await page.GotoAsync("about:blank");
        await page.Context.ClearCookiesAsync();
    }
}
