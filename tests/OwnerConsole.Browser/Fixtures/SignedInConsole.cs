using Microsoft.Playwright;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Browser.Fixtures;

/// <summary>A console with an owner who is signed in, and nothing in it yet.</summary>
public class SignedInConsole : TestConsole, IAsyncLifetime
{
    private string _cookie = "";

    ValueTask IAsyncLifetime.InitializeAsync() => new(SignIn());

    /// <summary>A window in which the owner is signed in.</summary>
    public async Task<Window> Open(int width = 1440, bool script = true, IBrowser? browser = null)
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
        await context.AddCookiesAsync([
            new()
            {
                Name = "__Host-oc",
                Value = _cookie,
                Domain = "localhost",
                Path = "/",
                Secure = true,
                HttpOnly = true,
                SameSite = SameSiteAttribute.Lax,
            },
        ]);
        return new(context, await context.NewPageAsync());
    }

    protected async Task SignIn()
    {
        await InitializeAsync();
        _cookie = (await Visitor.Owner(this)).Cookie!;
    }
}
