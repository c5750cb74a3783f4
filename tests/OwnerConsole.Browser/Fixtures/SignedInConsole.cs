using Microsoft.Playwright;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Browser.Fixtures;

/// <summary>A console with an owner who is signed in, and nothing in it yet.</summary>
public class SignedInConsole : TestConsole, IAsyncLifetime
{
    /// <summary>What lies behind glass is not blurred: without a graphics card that takes longer than anything a test looks at.</summary>
    private const string Clear = """
        (() => {
          const clear = new CSSStyleSheet();
          clear.replaceSync("*, *::before, *::after, ::backdrop { backdrop-filter: none !important }");
          document.adoptedStyleSheets = [clear];
        })()
        """;

    /// <summary>Who is signed in, with the app in the pocket.</summary>
    public TestBrowser Owner { get; private set; } = null!; // signed in before any test sees it

    ValueTask IAsyncLifetime.InitializeAsync() => new(SignIn());

    /// <summary>A window in which the owner is signed in, unless it is to be somebody else's or anybody's.</summary>
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

    /// <summary>A proof gives the session another secret: the windows to come open with the one that this window has.</summary>
    public async Task Proved(IPage page) => Owner.Cookie = (await page.Context.CookiesAsync()).Single(cookie => cookie.Name == "__Host-oc").Value;

    protected async Task SignIn()
    {
        await InitializeAsync();
        Owner = await TestBrowser.Owner(this);
    }
}
