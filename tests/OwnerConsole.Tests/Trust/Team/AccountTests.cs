using System.Net;
using System.Text.RegularExpressions;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Trust.Team;

[Slow(9, "Team")]
public sealed partial class AccountTests : IAsyncLifetime
{
    private readonly JumpingClock _clock = new();
    private TestConsole _console = null!; // set before each test
    private TestBrowser _owner = null!; // set before each test

    public async ValueTask InitializeAsync()
    {
        _console = await TestConsole.Start(options => options with { Clock = _clock });
        _owner = await TestBrowser.Owner(_console);
    }

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task An_ended_session_is_signed_out_at_its_next_request()
    {
        var other = _owner.NewBrowser();
        await other.SignIn(_owner.RecoveryCodes[0]);
        (await other.Get("/settings/account")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await _owner.Get("/settings/account");
        var id = SessionId().Match(_owner.Page).Groups[1].Value;

        await _owner.Post("/settings/account/sessions/end", ("id", id));

        (await other.Get("/settings/account")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await _owner.Get("/settings/account")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task All_other_sessions_can_be_ended_at_once()
    {
        var others = new[] { _owner.NewBrowser(), _owner.NewBrowser() };
        for (var at = 0; at < others.Length; at++)
            await others[at].SignIn(_owner.RecoveryCodes[at]);
        await _owner.Get("/settings/account");

        await _owner.Post("/settings/account/sessions/end");

        foreach (var other in others)
            (await other.Get("/settings/account")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        await _owner.Get("/settings/account");
        _owner.Page.ShouldContain("2 sign-in sessions ended");
        _owner.Page.ShouldContain(">Current<");
    }

    [Fact]
    public async Task A_password_change_requires_password_and_code_and_ends_other_sessions()
    {
        const string Wanted = "nine purple umbrellas dance";
        var other = _owner.NewBrowser();
        await other.SignIn(_owner.RecoveryCodes[0]);
        await _owner.Get("/settings/account");
        var before = _owner.Cookie;

        var wrong = await _owner.Post("/settings/account/password", ("password", TestBrowser.Password), ("code", "000000x"), ("new_password", Wanted));
        var right = await _owner.Post("/settings/account/password", ("password", TestBrowser.Password), ("code", _owner.NextCode()), ("new_password", Wanted));

        wrong.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        right.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        _owner.Cookie.ShouldNotBe(before);
        (await _owner.Get("/settings/account")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await other.Get("/settings/account")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await _owner.NewBrowser().SignIn(_owner.RecoveryCodes[1], Wanted)).Headers.Location!.OriginalString.ShouldBe("/");
    }

    [Theory]
    [InlineData("/settings/account/password")]
    [InlineData("/settings/account/recovery-codes")]
    public async Task The_previous_cookie_is_invalid_after_a_change_of_credentials(string change)
    {
        await _owner.Get("/settings/account");
        var before = _owner.Cookie!;

        await _owner.Post(change, ("password", TestBrowser.Password), ("code", _owner.NextCode()), ("new_password", "nine purple umbrellas dance"));
        var thief = new TestBrowser(_console);
        thief.Plant("__Host-oc", before);

        (await thief.Get("/settings/account")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await _owner.Get("/settings/account")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_weak_new_password_is_refused()
    {
        await _owner.Get("/settings/account");

        var answer = await _owner.Post(
            "/settings/account/password",
            ("password", TestBrowser.Password),
            ("code", _owner.NextCode()),
            ("new_password", "ann@example.org1")
        );

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        _owner.Page.ShouldContain("easy to guess");
    }

    [Fact]
    public async Task New_recovery_codes_replace_the_old_ones()
    {
        await _owner.Get("/settings/account");

        await _owner.Post("/settings/account/recovery-codes", ("password", TestBrowser.Password), ("code", _owner.NextCode()));
        var renewed = Codes().Matches(_owner.Page).Select(match => match.Value).ToList();

        renewed.Count.ShouldBe(10);
        (await _owner.NewBrowser().SignIn(_owner.RecoveryCodes[0])).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await _owner.NewBrowser().SignIn(renewed[0])).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task The_old_authenticator_stays_valid_until_the_new_one_is_verified()
    {
        await _owner.Get("/settings/account");
        await _owner.Post("/settings/account/authenticator", ("password", TestBrowser.Password), ("code", _owner.NextCode()));
        await _owner.Get("/settings/account/authenticator");
        var next = new TestBrowser(_console) { Key = _owner.KeyOnPage() };

        var wrong = await _owner.Post("/settings/account/authenticator/code", ("code", "1234567"));
        var meanwhile = await _owner.NewBrowser().SignIn(_owner.NextCode());
        var right = await _owner.Post("/settings/account/authenticator/code", ("code", next.NextCode()));

        wrong.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        meanwhile.Headers.Location!.OriginalString.ShouldBe("/");
        right.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await next.SignIn(next.NextCode())).Headers.Location!.OriginalString.ShouldBe("/");
    }

    [Fact]
    public async Task A_new_authenticator_must_be_verified_within_ten_minutes_of_the_confirmation()
    {
        await _owner.Get("/settings/account");
        await _owner.Post("/settings/account/authenticator", ("password", TestBrowser.Password), ("code", _owner.NextCode()));
        await _owner.Get("/settings/account/authenticator");
        var next = new TestBrowser(_console) { Key = _owner.KeyOnPage() };

        _clock.By = TimeSpan.FromMinutes(10);
        var shown = await _owner.Get("/settings/account/authenticator");
        var late = await _owner.Post("/settings/account/authenticator/code", ("code", next.NextCode()));

        (shown.StatusCode, late.StatusCode).ShouldBe((HttpStatusCode.Redirect, HttpStatusCode.Redirect));
        (await next.SignIn(next.NextCode())).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Sign_ins_are_logged_without_names_or_secrets()
    {
        await _owner.NewBrowser().SignIn("wrong");
        await _owner.NewBrowser().SignIn(_owner.RecoveryCodes[0]);

        await using var work = await _console.Database.Read();
        var lines = await work.List<string>("select code || ' ' || outcome || ' ' || sentence from core.log where kind = 'system' order by at");

        lines.Select(line => line.Split(' ')[0]).ShouldBe(["access_set_up", "wrong_sign_in", "signed_in"]);
        lines.ShouldAllBe(line => !line.Contains("Ann") && !line.Contains("example.org"));
    }

    [GeneratedRegex("name=\"id\" value=\"(ses_[0-9a-z]{26})\"")]
    private static partial Regex SessionId();

    [GeneratedRegex("[a-z2-7]{4}-[a-z2-7]{4}-[a-z2-7]{4}-[a-z2-7]{4}")]
    private static partial Regex Codes();
}
