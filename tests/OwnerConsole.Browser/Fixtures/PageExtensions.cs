using Microsoft.Playwright;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Browser.Fixtures;

public static class PageExtensions
{
    /// <summary>Forgets the console's cookies. The page is left first, because requests of a loading page would be refused without them.</summary>
    public static async Task Forget(this IPage page)
    {
        await page.GotoAsync("about:blank");
        await page.Context.ClearCookiesAsync();
    }

    /// <summary>Opens a page of the console again until it shows a text.</summary>
    /// <exception cref="TimeoutException">It doesn't show the text within 30 seconds.</exception>
    public static Task GotoUntilShown(this IPage page, string address, string text) =>
        Poll.Until(
            async () =>
            {
                await page.GotoAsync(address);
                return await page.GetByText(text).CountAsync() > 0;
            },
            milliseconds: 500,
            condition: $"{address} shows \"{text}\""
        );

    /// <summary>Fills in the password and a code, which the page asks for before something critical.</summary>
    public static async Task Prove(this IPage page, TestBrowser who)
    {
        await page.GetByLabel("Current password").FillAsync(TestBrowser.Password);
        await page.GetByLabel("Authenticator code").FillAsync(who.NextCode());
    }

    /// <summary>Waits until the document is painted: a browser drops clicks and keys that come before its first frame.</summary>
    public static Task WaitForPaint(this ILocator body) =>
        body.EvaluateAsync("() => new Promise(painted => requestAnimationFrame(() => requestAnimationFrame(painted)))");
}
