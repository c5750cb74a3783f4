using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Playwright;
using OwnerConsole.Browser.Fixtures;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Browser;

/// <summary>Passkeys in the browser: joining, signing in, confirming, and refused misuse.</summary>
[Slow(26, "Identity")]
public sealed class PasskeyTests(OwnedConsole console) : IClassFixture<OwnedConsole>
{
    [Fact]
    public async Task An_invited_person_creates_a_passkey_and_signs_in_and_confirms_with_it()
    {
        await console.Application.Put(
            "/api/v1/application",
            new
            {
                name = "Studio",
                version = "1.0",
                tasks = new[] { "tenant.anonymise" },
            }
        );
        await using var own = await console.Open();
        await using var other = await console.Open(isSignedIn: false);
        await VirtualAuthenticator.Attach(other.Page);
        var guest = other.Page;
        await guest.GotoAsync(await Invite(own.Page, "mia@example.org", "Mia Moss"));
        await guest.GetByLabel("Password").FillAsync(TestBrowser.Password);
        await guest.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
        await Assertions.Expect(guest.GetByRole(AriaRole.Button, new() { Name = "Use a passkey instead" })).ToBeVisibleAsync();
        await PageInspector.Inspect(guest, "/welcome/code");
        await guest.GetByLabel("Passkey name").FillAsync("Mia's phone");
        await guest.GetByRole(AriaRole.Button, new() { Name = "Use a passkey instead" }).ClickAsync();
        await Assertions.Expect(guest.GetByRole(AriaRole.List, new() { Name = "Recovery codes" })).ToBeVisibleAsync();

        await guest.Forget();
        await guest.GotoAsync("/sign-in");
        await PageInspector.Inspect(guest, "/sign-in");
        await guest.GetByRole(AriaRole.Button, new() { Name = "Sign in with a passkey" }).ClickAsync();
        await Assertions.Expect(guest).ToHaveURLAsync(new Regex("/$|/overview$"));

        await guest.GotoAsync($"/tenants/{console.Ids[0]}");
        await guest.GotoAsync($"/operations/new?operation=tenant.anonymise&subject={console.Ids[0]}&back=/tenants");
        await Assertions.Expect(guest.Locator("#proof-passkey")).ToBeVisibleAsync();
        await PageInspector.Inspect(guest, "a step-up");
        await guest.GetByLabel("Type the name").FillAsync("Acorn Academy");
        await guest.Locator("#proof-passkey").ClickAsync();
        await Assertions.Expect(guest).ToHaveURLAsync(new Regex("^[^?]*/tenants$"));
        await guest.GotoAsync("/operations");
        await guest.Locator("tbody a").First.ClickAsync();
        await Assertions.Expect(guest.Locator("#run")).ToContainTextAsync("Verified with");
        await Assertions.Expect(guest.Locator("#run")).ToContainTextAsync("passkey, by Mia Moss");

        await guest.GotoAsync("/settings/account");
        await PageInspector.Inspect(guest, "/settings/account with a passkey");
        await guest.GetByRole(AriaRole.Link, new() { Name = "Mia's phone" }).ClickAsync();
        await PageInspector.Inspect(guest, "/settings/account/passkeys/one");
        await guest.GetByRole(AriaRole.Button, new() { Name = "Remove with a passkey" }).ClickAsync();
        await Assertions.Expect(guest.GetByRole(AriaRole.Alert).First).ToContainTextAsync("only second factor");

        own.ShouldHaveNoComplaints();
        other.ShouldComplainOnlyOf("400"); // the last second factor cannot be removed
    }

    [Fact]
    public async Task A_passkey_is_added_renamed_used_after_the_password_and_removed()
    {
        await using var window = await console.Open();
        var page = window.Page;
        await VirtualAuthenticator.Attach(page);
        await page.GotoAsync("/settings/account");
        await page.Locator("#passkey-add-now").FillAsync(TestBrowser.Password);
        await page.Locator("#passkey-add-code").FillAsync(console.Owner.NextCode());
        await page.GetByRole(AriaRole.Button, new() { Name = "Add passkey", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Create passkey" })).ToBeVisibleAsync();
        await PageInspector.Inspect(page, "/settings/account/passkeys");
        await page.GetByRole(AriaRole.Button, new() { Name = "Create passkey" }).ClickAsync();
        await Assertions.Expect(window.Toast).ToContainTextAsync("Passkey added");
        await page.GetByRole(AriaRole.Link, new() { Name = "Chrome on Linux" }).ClickAsync();
        await page.Locator("#name").FillAsync("Desk");
        await page.GetByRole(AriaRole.Button, new() { Name = "Rename" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Desk" })).ToBeVisibleAsync();

        await page.Forget();
        await page.GotoAsync("/sign-in?return=%2Fsettings%2Faccount");
        await page.GetByLabel("Email").FillAsync(TestBrowser.Email);
        await page.GetByLabel("Password").FillAsync(TestBrowser.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Use a passkey" })).ToBeVisibleAsync();
        await PageInspector.Inspect(page, "/sign-in/code");
        await page.GetByRole(AriaRole.Button, new() { Name = "Use a passkey" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Desk" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove with a passkey" }).ClickAsync();

        await Assertions.Expect(window.Toast).ToContainTextAsync("Passkey removed");
        await Assertions.Expect(page.GetByText("No passkeys yet")).ToBeVisibleAsync();
        window.ShouldHaveNoComplaints();
        await console.KeepCookie(page);
    }

    [Fact]
    public async Task A_copied_passkey_a_locked_device_and_another_origin_are_refused_and_logged()
    {
        await using var own = await console.Open();
        await using var other = await console.Open(isSignedIn: false);
        var (guest, token) = (other.Page, await VirtualAuthenticator.Attach(other.Page));
        await guest.GotoAsync(await Invite(own.Page, "kim@example.org", "Kim Kerr"));
        await guest.GetByLabel("Password").FillAsync(TestBrowser.Password);
        await guest.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
        await guest.GetByRole(AriaRole.Button, new() { Name = "Use a passkey instead" }).ClickAsync();
        await Assertions.Expect(guest.GetByRole(AriaRole.List, new() { Name = "Recovery codes" })).ToBeVisibleAsync();
        var copy = await token.Passkey();

        await SignInWithPasskey(guest);
        await Assertions.Expect(guest).ToHaveURLAsync(new Regex("/$|/overview$"));
        await token.Empty();
        await token.Put(copy);
        await SignInWithPasskey(guest);
        await Assertions.Expect(guest.GetByRole(AriaRole.Alert).First).ToContainTextAsync("wasn't accepted");
        var stolen = await SendPhishedAssertion(guest, copy);
        await token.Forget();
        await SignInWithPasskey(guest);
        await Assertions.Expect(guest.Locator("[data-passkey-says]")).ToContainTextAsync("No passkey was used");

        stolen.ShouldBe(400);
        await using var work = await console.Database.Read();
        var codes = await work.List<string>("select code from core.log where code in ('passkey_copied', 'passkey_refused') order by at, id");
        codes.ShouldBe(["passkey_copied", "passkey_refused"]);
        own.ShouldHaveNoComplaints();
        other.ShouldComplainOnlyOf("400", "favicon", "404");
    }

    [Fact]
    public async Task Without_script_the_page_offers_the_authenticator_code()
    {
        await using var own = await console.Open();
        await using var window = await console.Open(script: false, isSignedIn: false);
        var page = window.Page;
        await page.GotoAsync(await Invite(own.Page, "noa@example.org", "Noa Nash"));
        await page.GetByLabel("Password").FillAsync(TestBrowser.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();

        await Assertions.Expect(page.GetByText("Passkeys need JavaScript")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "passkey" })).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator("#code")).ToBeVisibleAsync();
        window.ShouldHaveNoComplaints();
    }

    private static async Task SignInWithPasskey(IPage page)
    {
        await page.Forget();
        await page.GotoAsync("/sign-in");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in with a passkey" }).ClickAsync();
    }

    /// <summary>Another program on the machine shows a page that requests the same passkey with the console's challenge and forwards the answer.</summary>
    /// <returns>the status of the console's answer</returns>
    private async Task<int> SendPhishedAssertion(IPage guest, System.Text.Json.JsonElement passkey)
    {
        await using var site = await Site();
        await using var trap = await console.Open(isSignedIn: false);
        var victim = trap.Page;
        var token = await VirtualAuthenticator.Attach(victim);
        await token.Put(passkey);
        await guest.Forget();
        await guest.GotoAsync("/sign-in");
        var question = await guest.EvaluateAsync<string>(
            """
            async () => {
              const form = document.querySelector("#by-passkey").form;
              const answer = await fetch("/sign-in/passkey/begin", { method: "POST", body: new URLSearchParams(new FormData(form)) });
              return answer.text();
            }
            """
        );
        await victim.GotoAsync(site.Urls.First().Replace("127.0.0.1", "localhost", StringComparison.Ordinal));
        var shown = await victim.EvaluateAsync<string>(
            """
            async (question) => {
              const { options } = JSON.parse(question);
              const credential = await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
              return JSON.stringify(credential.toJSON());
            }
            """,
            question
        );
        return await guest.EvaluateAsync<int>(
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

    private static async Task<WebApplication> Site()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var site = builder.Build();
        site.Run(context =>
        {
            context.Response.ContentType = "text/html";
            return context.Response.WriteAsync("<!doctype html><title>Not the console</title>");
        });
        await site.StartAsync();
        return site;
    }

    /// <returns>the link of the invitation</returns>
    private static async Task<string> Invite(IPage owner, string email, string name)
    {
        await owner.GotoAsync("/settings/team");
        await owner.Locator("#invite").ClickAsync();
        await owner.Locator("[name=email]").FillAsync(email);
        await owner.Locator("[name=name]").FillAsync(name);
        await owner.Locator("select[name=role]").SelectOptionAsync("owner");
        await owner.Locator("#preview-confirm").ClickAsync();
        return await owner.Locator("#shown-secret").InputValueAsync();
    }
}
