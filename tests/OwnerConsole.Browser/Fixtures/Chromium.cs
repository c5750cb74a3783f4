using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(OwnerConsole.Browser.Fixtures.Chromium))]

namespace OwnerConsole.Browser.Fixtures;

/// <summary>One browser for the whole run; every test opens its own window.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static Chromium? s_current;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public static IBrowser Browser => s_current?._browser ?? throw new InvalidOperationException("The test run has not started its browser.");

    /// <param name="rules">additional arguments, such as rules for host names</param>
    public static Task<IBrowser> Launch(params string[] rules) =>
        s_current!._playwright!.Chromium.LaunchAsync(new() { ExecutablePath = "/usr/bin/chromium", Args = ["--no-sandbox", "--disable-gpu", .. rules] });

    public async ValueTask InitializeAsync()
    {
        _playwright = await Playwright.CreateAsync();
        s_current = this;
        _browser = await Launch();
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
    }
}
