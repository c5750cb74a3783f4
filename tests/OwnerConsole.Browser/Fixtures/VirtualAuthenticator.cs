using System.Text.Json;
using Microsoft.Playwright;

namespace OwnerConsole.Browser.Fixtures;

/// <summary>A virtual passkey device in a browser window that confirms every request.</summary>
public sealed class VirtualAuthenticator
{
    private readonly ICDPSession _browser;
    private readonly string _id;

    private VirtualAuthenticator(ICDPSession browser, string id) => (_browser, _id) = (browser, id);

    public static async Task<VirtualAuthenticator> Attach(IPage page)
    {
        var browser = await page.Context.NewCDPSessionAsync(page);
        await browser.SendAsync("WebAuthn.enable");
        var options = new
        {
            protocol = "ctap2",
            transport = "internal",
            hasResidentKey = true,
            hasUserVerification = true,
            isUserVerified = true,
            automaticPresenceSimulation = true,
        };
        var added = await browser.SendAsync("WebAuthn.addVirtualAuthenticator", new() { ["options"] = options });
        return new(browser, added!.Value.GetProperty("authenticatorId").GetString()!);
    }

    /// <summary>Stops verifying its user.</summary>
    public Task Forget() => _browser.SendAsync("WebAuthn.setUserVerified", new() { ["authenticatorId"] = _id, ["isUserVerified"] = false });

    /// <summary>The stored passkey including its private key, so that it can be copied.</summary>
    public async Task<JsonElement> Passkey() =>
        (await _browser.SendAsync("WebAuthn.getCredentials", new() { ["authenticatorId"] = _id }))!.Value.GetProperty("credentials")[0];

    /// <summary>Adds a passkey that was read before, from this or another authenticator.</summary>
    public Task Put(JsonElement passkey) => _browser.SendAsync("WebAuthn.addCredential", new() { ["authenticatorId"] = _id, ["credential"] = passkey });

    public Task Empty() => _browser.SendAsync("WebAuthn.clearCredentials", new() { ["authenticatorId"] = _id });
}
