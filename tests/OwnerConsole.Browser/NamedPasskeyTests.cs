using System.Text.RegularExpressions;
using Microsoft.Playwright;
using OwnerConsole.Browser.Fixtures;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Browser;

/// <summary>Passkeys under the console's own host name, behind a TLS proxy.</summary>
[Slow(5, "Identity")]
public sealed class NamedPasskeyTests(SignedInConsole console) : IClassFixture<SignedInConsole>
{
    private const string Address = $"https://{NamedProxy.Name}";

    [Fact]
    public async Task A_passkey_is_bound_to_its_host_name_and_refused_for_other_origins()
    {
        await (await TestApplication.Connect(console)).Run("setting.change", IdGenerator.Platform, new { key = "platform.url", value = Address });
        await using var proxy = await NamedProxy.Before(console);
        await using var browser = await proxy.Browser();
        await using var context = await browser.NewContextAsync(new() { BaseURL = Address });
        await context.AddCookiesAsync([
            new()
            {
                Name = "__Host-oc",
                Value = console.Owner.Cookie!,
                Url = Address,
                Secure = true,
                HttpOnly = true,
            },
        ]);
        var page = await context.NewPageAsync();
        var token = await VirtualAuthenticator.Attach(page);
        await page.GotoAsync("/settings/account");
        await page.Locator("#passkey-add-now").FillAsync(TestBrowser.Password);
        await page.Locator("#passkey-add-code").FillAsync(console.Owner.NextCode());
        await page.GetByRole(AriaRole.Button, new() { Name = "Add passkey", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Create passkey" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Passkey added")).ToBeVisibleAsync();
        var passkey = await token.Passkey();

        await SignOut(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in with a passkey" }).ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/overview$"));
        var stolen = await SendStolenAssertion(page);

        passkey.GetProperty("rpId").GetString().ShouldBe(NamedProxy.Name);
        stolen.ShouldBe(400);
        await using var work = await console.Database.Read();
        (await work.List<string>("select code from core.log where code like 'passkey_%' order by at, id")).ShouldBe(["passkey_added", "passkey_refused"]);
    }

    private static async Task SignOut(IPage page)
    {
        await page.Forget();
        await page.GotoAsync("/sign-in");
    }

    /// <summary>A page of a subdomain can request the same passkey: the browser allows it, the console refuses it.</summary>
    /// <returns>the status with which the console answers that page's assertion</returns>
    private static async Task<int> SendStolenAssertion(IPage page)
    {
        await SignOut(page);
        var question = await page.EvaluateAsync<string>(
            """
            async () => {
              const form = document.querySelector("#by-passkey").form;
              const answer = await fetch("/sign-in/passkey/begin", { method: "POST", body: new URLSearchParams(new FormData(form)) });
              return answer.text();
            }
            """
        );
        await page.GotoAsync($"https://{NamedProxy.Stranger}/");
        var shown = await page.EvaluateAsync<string>(
            """
            async (question) => {
              const { options } = JSON.parse(question);
              const credential = await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
              return JSON.stringify(credential.toJSON());
            }
            """,
            question
        );
        await page.GoBackAsync();
        return await page.EvaluateAsync<int>(
            """
            async ([question, shown]) => {
              const form = new FormData(document.querySelector("#by-passkey").form);
              form.set("ceremony", JSON.parse(question).ceremony);
              form.set("passkey", shown);
              return (await fetch("/sign-in/passkey", { method: "POST", body: new URLSearchParams(form) })).status;
            }
            """,
            new[] { question, shown }
        );
    }
}
