using System.Reflection;
using Microsoft.Playwright;

namespace OwnerConsole.Bench.Budgets;

/// <summary>Chromium with pages in which an owner of a console is signed in.</summary>
internal sealed class BrowserSession : IAsyncDisposable
{
    // Blur needs a graphics card, which the machine does not have, so it is switched off by a media feature.
    private static readonly object[] s_plain =
    [
        new { name = "prefers-reduced-motion", value = "reduce" },
        new { name = "prefers-reduced-transparency", value = "reduce" },
    ];

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;
    private readonly Uri _address;
    private readonly string _secret;

    private BrowserSession(IPlaywright playwright, IBrowser browser, Uri address, string secret) =>
        (_playwright, _browser, _address, _secret) = (playwright, browser, address, secret);

    public static async Task<BrowserSession> Start(BenchConsole console)
    {
        // The driver is in NuGet's package folder.
        var driver = typeof(BrowserSession).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == "Playwright").Value;
        Environment.SetEnvironmentVariable("PLAYWRIGHT_DRIVER_SEARCH_PATH", driver);
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = "/usr/bin/chromium", Args = ["--no-sandbox", "--disable-gpu"] });
        return new(playwright, browser, console.Address, await console.SignedIn());
    }

    /// <summary>Opens a page with an empty cache.</summary>
    public async Task<IPage> Open(bool isPhone = false)
    {
        var context = await _browser.NewContextAsync(
            new()
            {
                BaseURL = _address.ToString(),
                ViewportSize = isPhone ? new() { Width = 390, Height = 844 } : new() { Width = 1440, Height = 900 },
                IsMobile = isPhone,
                HasTouch = isPhone,
                ReducedMotion = ReducedMotion.Reduce,
            }
        );
        await context.AddCookiesAsync([
            new()
            {
                Name = "__Host-oc",
                Value = _secret,
                Domain = _address.Host,
                Path = "/",
                Secure = true,
                HttpOnly = true,
                SameSite = SameSiteAttribute.Lax,
            },
        ]);
        var page = await context.NewPageAsync();
        var wire = await context.NewCDPSessionAsync(page);
        await wire.SendAsync("Emulation.setEmulatedMedia", new() { ["features"] = s_plain });
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
