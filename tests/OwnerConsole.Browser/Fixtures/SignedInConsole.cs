using Microsoft.Playwright;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Browser.Fixtures;

/// <summary>A console with a signed-in owner and no data.</summary>
public class SignedInConsole : TestConsole, IAsyncLifetime
{
    /// <summary>Disables backdrop blur: without a graphics card it takes longer than anything that a test checks.</summary>
    private const string Clear = """
        (() => {
          const clear = new CSSStyleSheet();
          clear.replaceSync("*, *::before, *::after, ::backdrop { backdrop-filter: none !important }");
          document.adoptedStyleSheets = [clear];
        })()
        """;

    /// <summary>The signed-in owner, with their authenticator.</summary>
    public TestBrowser Owner { get; private set; } = null!; // signed in before any test sees it

    ValueTask IAsyncLifetime.InitializeAsync() => new(SignIn());

    /// <summary>Opens a window in which the owner is signed in, unless it is another person's or no one is signed in.</summary>
    public async Task<BrowserWindow> Open(int width = 1440, bool script = true, IBrowser? browser = null, bool isSignedIn = true, TestBrowser? who = null)
    {
        var context = await (browser ?? Chromium.Browser).NewContextAsync(
            new()
            {
                BaseURL = Address.ToString(),
                JavaScriptEnabled = script,
                ReducedMotion = ReducedMotion.Reduce,
                ViewportSize = new() { Width = width, Height = width < 700 ? 844 : 900 },
                HasTouch = width < 700,
            }
        );
        await context.AddInitScriptAsync(Clear);
        if (isSignedIn)
            await context.AddCookiesAsync([
                new()
                {
                    Name = "__Host-oc",
                    Value = (who ?? Owner).Cookie!,
                    Domain = "localhost",
                    Path = "/",
                    Secure = true,
                    HttpOnly = true,
                    SameSite = SameSiteAttribute.Lax,
                },
            ]);
        return new(context, await context.NewPageAsync());
    }

    /// <summary>A verification or a changed factor renews the session: later windows use this window's cookie, and are as confirmed as the first session was.</summary>
    public async Task KeepCookie(IPage page)
    {
        Owner.Cookie = (await page.Context.CookiesAsync()).Single(cookie => cookie.Name == "__Host-oc").Value;
        await TestBrowser.Confirm(Database);
    }

    protected async Task SignIn()
    {
        await InitializeAsync();
        Owner = await TestBrowser.Owner(this);
    }
}
