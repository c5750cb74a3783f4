using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Trust.Team;

/// <summary>A passkey signs in without a password, confirms changes of its owner, and cannot be misused for others.</summary>
public sealed partial class PasskeyTests : IAsyncLifetime
{
    private const string Account = "/settings/account";

    private TestConsole _console = null!; // set before each test
    private TestBrowser _owner = null!;

    public async ValueTask InitializeAsync()
    {
        _console = await TestConsole.Start();
        _owner = await TestBrowser.Owner(_console);
    }

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task A_passkey_added_with_password_and_code_signs_in_and_can_be_removed()
    {
        var other = _owner.NewBrowser();
        await other.SignIn(_owner.RecoveryCodes[0]);
        await _owner.Get(Account);
        var before = _owner.Cookie;

        var key = await Add(_owner);
        await _owner.Get(Account);
        var id = Id().Match(_owner.Page).Value;
        var guest = _owner.NewBrowser();
        var came = await SignIn(guest, key);
        await guest.Get(Account);
        await guest.Post(Account + "/passkeys/one/name", ("id", id), ("name", "Green key"));
        await guest.Get(Account + "/passkeys/one?id=" + id);
        var named = guest.Page;
        var removed = await guest.Post(
            Account + "/passkeys/one/remove",
            [("id", id), .. await key.Show(guest, _console, $"{Account}/proof?for=remove_passkey&of={id}")]
        );

        _owner.Cookie.ShouldNotBe(before);
        (await other.Get(Account)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        came.Headers.Location!.OriginalString.ShouldBe("/");
        named.ShouldContain("Green key");
        removed.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await guest.Get(Account)).StatusCode.ShouldBe(HttpStatusCode.OK);
        guest.Page.ShouldContain("No passkeys yet");
        (await _owner.Get(Account)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await SignIn(_owner.NewBrowser(), key)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await Codes("passkey_added", "passkey_removed")).ShouldBe(["passkey_added", "passkey_removed"]);
    }

    [Fact]
    public async Task A_passkey_replaces_the_code_after_the_password()
    {
        var key = await Add(_owner);
        var guest = _owner.NewBrowser();
        await guest.Get("/sign-in");
        await guest.Post("/sign-in", ("email", TestBrowser.Email), ("password", TestBrowser.Password));
        await guest.Get("/sign-in/code");
        var shown = guest.Page;

        var answer = await guest.Post("/sign-in/passkey?step=code", await key.Show(guest, _console, "/sign-in/passkey/begin?step=code"));

        shown.ShouldContain("Use a passkey");
        answer.Headers.Location!.OriginalString.ShouldBe("/");
        (await guest.Get(Account)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("origin")]
    [InlineData("domain")]
    [InlineData("locked")]
    [InlineData("count")]
    [InlineData("copy")]
    [InlineData("another")]
    public async Task An_invalid_passkey_assertion_is_refused_and_logged(string wrong)
    {
        var key = await Add(_owner);
        await SignIn(_owner.NewBrowser(), key);
        var was = key.Count;
        switch (wrong)
        {
            case "origin":
                key.Origin = "http://localhost:1";
                break;
            case "domain":
                key.Domain = "evil.example";
                break;
            case "locked":
                key.IsUnlocked = false;
                break;
            case "count":
                key.Count = was - 2;
                break;
            case "copy":
                key.Count = was - 1; // the same counter as the key it was copied from
                break;
            default:
                key = new();
                break;
        }

        var guest = _owner.NewBrowser();
        var answer = await SignIn(guest, key);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await guest.Get(Account)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var code =
            wrong is "count" or "copy" ? "passkey_copied"
            : wrong is "another" ? "unknown_passkey"
            : "passkey_refused";
        (await Codes("passkey_copied", "passkey_refused", "unknown_passkey")).ShouldBe([code]);
    }

    [Fact]
    public async Task An_assertion_is_valid_once_and_only_for_the_browser_that_requested_it()
    {
        var key = await Add(_owner);
        var (guest, thief) = (_owner.NewBrowser(), _owner.NewBrowser());
        await guest.Get("/sign-in");
        await thief.Get("/sign-in");
        var unused = await thief.Post("/sign-in/passkey", await key.Show(guest, _console, "/sign-in/passkey/begin"));
        var fields = await key.Show(guest, _console, "/sign-in/passkey/begin");
        await guest.Post("/sign-in/passkey", fields);

        var again = await thief.Post("/sign-in/passkey", fields);
        await thief.SignIn(_owner.RecoveryCodes[0]);
        await thief.Get(Account);
        await guest.Get(Account);
        var proof = await key.Show(guest, _console, $"{Account}/proof?for=password");
        var elsewhere = await thief.Post(Account + "/password", [.. proof, ("new_password", "nine purple umbrellas dance")]);
        var forAnother = await guest.Post(Account + "/recovery-codes", await key.Show(guest, _console, $"{Account}/proof?for=password"));

        unused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        again.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        elsewhere.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        forAnother.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_challenge_expires_after_five_minutes()
    {
        var key = await Add(_owner);
        var guest = _owner.NewBrowser();
        await guest.Get("/sign-in");
        var fields = await key.Show(guest, _console, "/sign-in/passkey/begin");

        await Sql("update auth.ceremonies set expires_at = now()");

        (await guest.Post("/sign-in/passkey", fields)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task An_assertion_sent_concurrently_signs_in_only_once()
    {
        var key = await Add(_owner);
        var guests = Enumerable.Range(0, 4).Select(_ => _owner.NewBrowser()).ToArray();
        foreach (var guest in guests)
            await guest.Get("/sign-in");
        var fields = await key.Show(guests[0], _console, "/sign-in/passkey/begin");
        foreach (var tab in guests) // one browser
            tab.Plant("__Host-oc-passkey", CookieOf(guests[0], "__Host-oc-passkey"));

        var answers = await Task.WhenAll(guests.Select(guest => guest.Post("/sign-in/passkey", fields)));

        answers.Count(answer => answer.StatusCode is HttpStatusCode.Redirect).ShouldBe(1);
    }

    [Fact]
    public async Task Adding_a_passkey_requires_confirmation_and_the_last_second_factor_stays()
    {
        await _owner.Get(Account);
        var unproved = await _owner.Post(Account + "/passkeys", ("password", TestBrowser.Password), ("code", "000000x"));
        var key = await Add(_owner);
        await Sql("update auth.users set authenticator = null");
        await _owner.Get(Account);
        var id = Id().Match(_owner.Page).Value;

        var last = await _owner.Post(
            Account + "/passkeys/one/remove",
            [("id", id), .. await key.Show(_owner, _console, $"{Account}/proof?for=remove_passkey&of={id}")]
        );

        unproved.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        last.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        _owner.Page.ShouldContain("only second factor");
        (await SignIn(_owner.NewBrowser(), key)).Headers.Location!.OriginalString.ShouldBe("/");
    }

    [Fact]
    public async Task A_locked_account_can_sign_in_with_a_passkey_that_others_cannot_change()
    {
        var key = await Add(_owner);
        await _owner.Get(Account);
        var id = Id().Match(_owner.Page).Value;
        await Sql("update auth.users set locked_until = now() + interval '1 minute'");
        var bea = await Join(_console, "bea@example.org", "Bea");

        (await bea.Get(Account + "/passkeys/one?id=" + id)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await bea.Get(Account);
        (await bea.Post(Account + "/passkeys/one/name", ("id", id), ("name", "Mine"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await SignIn(_owner.NewBrowser(), key)).Headers.Location!.OriginalString.ShouldBe("/");
    }

    [Fact]
    public async Task No_passkey_is_requested_under_a_host_name_unknown_to_the_settings()
    {
        var key = await Add(_owner);
        var guest = _owner.NewBrowser();
        (string, string)[] elsewhere = [("Host", "console.example.org"), ("X-Forwarded-Proto", "https"), ("Sec-Fetch-Site", "same-origin")];
        await guest.Get("/sign-in", elsewhere);
        var shown = guest.Page;

        var asked = await guest.PostRaw("/sign-in/passkey/begin", TestBrowser.Form(("__RequestVerificationToken", guest.Token)), elsewhere);
        var app = await TestApplication.Connect(_console);
        await app.Run("setting.change", IdGenerator.Platform, new { key = "platform.url", value = "https://console.example.org" });
        await guest.PostRaw("/sign-in/passkey/begin", TestBrowser.Form(("__RequestVerificationToken", guest.Token)), elsewhere);

        shown.ShouldNotContain("passkey");
        asked.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        guest.Page.ShouldContain("\"rpId\":\"console.example.org\"");
        (await SignIn(_owner.NewBrowser(), key)).Headers.Location!.OriginalString.ShouldBe("/");
    }

    /// <summary>Adds a team member with an authenticator.</summary>
    internal static async Task<TestBrowser> Join(TestConsole console, string email, string name)
    {
        var app = await TestApplication.Connect(console);
        var run = await app.Run(
            "team_member.invite",
            IdGenerator.Platform,
            new
            {
                email,
                name,
                role = "support",
            }
        );
        var visitor = new TestBrowser(console);
        await visitor.SetUp(run.GetProperty("secret").GetString()!, email, name);
        return visitor;
    }

    private static string CookieOf(TestBrowser visitor, string name) =>
        visitor.Cookies.Split("; ").Select(pair => pair.Split('=', 2)).Single(pair => pair[0] == name)[1];

    private async Task<SoftwarePasskey> Add(TestBrowser visitor)
    {
        var key = new SoftwarePasskey();
        await key.AddTo(visitor, _console);
        return key;
    }

    private async Task<HttpResponseMessage> SignIn(TestBrowser visitor, SoftwarePasskey key)
    {
        await visitor.Get("/sign-in");
        return await visitor.Post("/sign-in/passkey", await key.Show(visitor, _console, "/sign-in/passkey/begin"));
    }

    /// <returns>those of the given codes that were logged, in the order of the log</returns>
    private async Task<IReadOnlyList<string>> Codes(params string[] codes)
    {
        await using var work = await _console.Database.Read();
        return await work.List<string>("select code from core.log where kind = 'system' and code = any(@codes) order by at, id", new { codes });
    }

    private async Task Sql(string sql)
    {
        await using var work = await _console.Database.Write(WriteOrigin.Intake("test"), []);
        await work.Execute(sql);
        await work.Commit();
    }

    [GeneratedRegex("pky_[0-9a-z]{26}", RegexOptions.None, 1000)]
    private static partial Regex Id();
}
