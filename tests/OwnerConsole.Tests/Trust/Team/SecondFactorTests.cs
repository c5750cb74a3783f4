using System.Net;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Identity;

namespace OwnerConsole.Tests.Trust.Team;

/// <summary>Second factors: the one that a person chooses when they join, and the one that the owner requires of everyone.</summary>
public sealed class SecondFactorTests : IAsyncLifetime
{
    private const string Account = "/settings/account";

    private TestConsole _console = null!; // set before each test

    public async ValueTask InitializeAsync() => _console = await TestConsole.Start();

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task An_invited_person_can_create_a_passkey_instead_of_an_authenticator()
    {
        var (visitor, key) = (await Begin(), new SoftwarePasskey());
        var shown = visitor.Page;

        var answer = await visitor.Post("/welcome/passkey", [("name", "Blue key"), .. await key.Make(visitor, _console, "/welcome/passkey/begin")]);
        var codes = visitor.Page;
        var guest = new TestBrowser(_console);
        await guest.Get("/sign-in");
        var came = await guest.Post("/sign-in/passkey", await key.Show(guest, _console, "/sign-in/passkey/begin"));
        await guest.Get(Account);

        shown.ShouldContain("Use a passkey instead");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        codes.ShouldContain("Save your recovery codes");
        came.Headers.Location!.OriginalString.ShouldBe("/");
        guest.Page.ShouldContain("Blue key");
        (await Count("select count(*) from auth.users where authenticator is null")).ShouldBe(1);
    }

    [Fact]
    public async Task A_failed_passkey_creation_creates_no_account()
    {
        var (visitor, key) = (await Begin(), new SoftwarePasskey { Origin = "http://localhost:1" });

        var answer = await visitor.Post("/welcome/passkey", [("name", "Blue key"), .. await key.Make(visitor, _console, "/welcome/passkey/begin")]);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await Count("select count(*) from auth.users")).ShouldBe(0);
    }

    [Fact]
    public async Task When_passkeys_are_required_a_person_without_one_creates_it_at_sign_in()
    {
        var owner = await TestBrowser.Owner(_console);
        await Ask(SecondFactor.PasskeyOnly);
        var (guest, key) = (owner.NewBrowser(), new SoftwarePasskey());

        var let = await guest.SignIn(guest.NextCode());
        var before = await guest.Get(Account);
        await guest.Get(let.Headers.Location!.OriginalString);
        var asked = guest.Page;
        var code = await guest.Post("/welcome/code", ("code", guest.NextCode()));
        var made = await guest.Post("/welcome/passkey", [("name", "Blue key"), .. await key.Make(guest, _console, "/welcome/passkey/begin")]);

        let.Headers.Location.OriginalString.ShouldBe("/welcome/code");
        before.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        asked.ShouldContain("Everyone on this team signs in with a passkey");
        asked.ShouldNotContain("authenticator app");
        code.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        made.Headers.Location!.OriginalString.ShouldBe("/");
        (await guest.Get(Account)).StatusCode.ShouldBe(HttpStatusCode.OK);
        guest.Page.ShouldContain("10 codes remaining");
        (await owner.Get(Account)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task When_passkeys_are_required_recovery_codes_work_and_authenticator_codes_do_not()
    {
        var (owner, key) = (await TestBrowser.Owner(_console), new SoftwarePasskey());
        await key.AddTo(owner, _console);
        await Ask(SecondFactor.PasskeyOnly);

        var code = await owner.NewBrowser().SignIn(owner.NextCode());
        var recovery = await owner.NewBrowser().SignIn(owner.RecoveryCodes[0]);

        code.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        recovery.Headers.Location!.OriginalString.ShouldBe("/");
    }

    [Fact]
    public async Task When_passkeys_are_required_an_invited_person_cannot_use_an_authenticator()
    {
        await Ask(SecondFactor.PasskeyOnly);
        var visitor = await Begin();
        var shown = visitor.Page;

        var code = await visitor.Post("/welcome/code", ("code", "123456"));

        shown.ShouldNotContain("authenticator app");
        code.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_passkey_is_invalid_after_a_reset_on_the_server()
    {
        var (owner, key) = (await TestBrowser.Owner(_console), new SoftwarePasskey());
        await key.AddTo(owner, _console);

        await _console.Services.GetRequiredService<SetupLinks>().CreateRecovery(TestBrowser.Email, CancellationToken.None);
        var guest = owner.NewBrowser();
        await guest.Get("/sign-in");
        var shown = guest.Page;
        var answer = await guest.Post("/sign-in/passkey", await key.Show(guest, _console, "/sign-in/passkey/begin"));

        shown.ShouldNotContain("with a passkey");
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task The_preview_counts_the_people_who_must_create_a_passkey()
    {
        await TestBrowser.Owner(_console);
        var app = await TestApplication.Connect(_console);

        var preview = await app.Post(
            "/api/v1/previews",
            new
            {
                operation = "setting.change",
                subjects = new[] { IdGenerator.Platform },
                input = new { key = "sign_in.second_factor", value = "passkey" },
            }
        );

        preview.ToString().ShouldContain("Team members without a passkey: 1");
        preview.ToString().ShouldContain("only on the server itself");
        (await app.Refusal("setting.change", IdGenerator.Platform, new { key = "sign_in.second_factor", value = "nothing" })).ShouldBe("not_a_choice");
    }

    /// <returns>the first owner, before choosing a second factor</returns>
    private async Task<TestBrowser> Begin()
    {
        var link = (await _console.Services.GetRequiredService<SetupLinks>().CreateFirst(CancellationToken.None))!;
        var visitor = new TestBrowser(_console);
        await visitor.Get(link);
        await visitor.Post("/welcome", ("token", link[15..]), ("name", "Ann"), ("email", TestBrowser.Email), ("password", TestBrowser.Password));
        await visitor.Get("/welcome/code");
        return visitor;
    }

    private async Task Ask(string factor)
    {
        var app = await TestApplication.Connect(_console);
        await app.Run("setting.change", IdGenerator.Platform, new { key = "sign_in.second_factor", value = factor });
    }

    private async Task<long> Count(string sql)
    {
        await using var look = await _console.Database.ReadTenants([]);
        return await look.One<long>(sql);
    }
}
