using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Fixtures;
using OwnerConsole.Identity;

namespace OwnerConsole.Tests.Trust.Team;

public sealed class SignInTests
{
    [Fact]
    public async Task Signing_in_returns_to_the_requested_page()
    {
        await using var console = await TestConsole.Start();
        var owner = (await TestBrowser.Owner(console)).NewBrowser();

        var asked = await owner.Get("/settings/account?tab=x");
        await owner.Get(asked.Headers.Location!.OriginalString);
        var first = await owner.Post(
            asked.Headers.Location.OriginalString,
            ("email", TestBrowser.Email.ToUpperInvariant()),
            ("password", TestBrowser.Password)
        );
        await owner.Get(first.Headers.Location!.OriginalString);
        var second = await owner.Post(first.Headers.Location.OriginalString, ("code", owner.NextCode()));

        asked.Headers.Location.OriginalString.ShouldBe("/sign-in?return=%2Fsettings%2Faccount%3Ftab%3Dx");
        second.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        second.Headers.Location!.OriginalString.ShouldBe("/settings/account?tab=x");
        (await owner.Get("/settings/account")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    public async Task Signing_in_never_redirects_to_another_site(string away)
    {
        await using var console = await TestConsole.Start();
        var owner = await TestBrowser.Owner(console);

        var answer = await owner.Get("/sign-in?return=" + Uri.EscapeDataString(away));

        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        answer.Headers.Location!.OriginalString.ShouldBe("/");
    }

    [Fact]
    public async Task A_used_code_is_refused()
    {
        await using var console = await TestConsole.Start();
        var owner = await TestBrowser.Owner(console);
        var code = owner.NextCode();
        (await owner.NewBrowser().SignIn(code)).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        var replayed = await owner.NewBrowser().SignIn(code);

        replayed.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_recovery_code_signs_in_once()
    {
        await using var console = await TestConsole.Start();
        var owner = await TestBrowser.Owner(console);

        var once = await owner.NewBrowser().SignIn(owner.RecoveryCodes[3].ToUpperInvariant().Replace("-", " ", StringComparison.Ordinal));
        var twice = await owner.NewBrowser().SignIn(owner.RecoveryCodes[3]);

        once.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        twice.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task An_unknown_email_and_a_wrong_password_get_the_same_answer()
    {
        await using var console = await TestConsole.Start();
        var owner = await TestBrowser.Owner(console);
        var stranger = owner.NewBrowser();

        await stranger.Get("/sign-in");
        var unknown = await stranger.Post("/sign-in", ("email", "nobody@example.org"), ("password", TestBrowser.Password));
        var first = Neutral(stranger.Page, "nobody@example.org");
        var wrong = await stranger.Post("/sign-in", ("email", TestBrowser.Email), ("password", "not the password at all"));
        var second = Neutral(stranger.Page, TestBrowser.Email);

        unknown.StatusCode.ShouldBe(wrong.StatusCode);
        first.ShouldBe(second);
    }

    [Fact]
    public async Task A_code_sent_concurrently_signs_in_only_once()
    {
        await using var console = await TestConsole.Start();
        var owner = await TestBrowser.Owner(console);
        var (signIns, sessions, client) = (
            console.Services.GetRequiredService<SignIns>(),
            console.Services.GetRequiredService<Sessions>(),
            new OwnerConsole.Identity.ClientInfo("192.0.2.1", null)
        );
        var waiting = new List<Session>();
        for (var at = 0; at < 8; at++)
            waiting.Add(
                (
                    await sessions.Find(
                        (await signIns.CheckPassword(TestBrowser.Email, TestBrowser.Password, null, client, CancellationToken.None))!,
                        isActivity: true,
                        CancellationToken.None
                    )
                )!
            );
        var code = owner.NextCode();

        var let = await Task.WhenAll(waiting.Select(session => signIns.CheckCode(session, code, new DefaultHttpContext())));

        let.Count(signInOutcome => signInOutcome is not null).ShouldBe(1);
    }

    [Fact]
    public async Task The_sixth_attempt_within_a_minute_is_refused()
    {
        await using var console = await TestConsole.Start();
        var stranger = (await TestBrowser.Owner(console)).NewBrowser();
        await stranger.Get("/sign-in");

        for (var guess = 0; guess < 5; guess++)
            await stranger.Post("/sign-in", ("email", "eve@example.org"), ("password", "whatever it may be"));
        var sixth = await stranger.Post("/sign-in", ("email", "eve@example.org"), ("password", "whatever it may be"));

        sixth.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        stranger.Page.ShouldContain("Wait a minute");
    }

    [Fact]
    public async Task Cookies_from_before_the_sign_in_are_invalid_afterwards()
    {
        await using var console = await TestConsole.Start();
        var owner = await TestBrowser.Owner(console);
        var victim = owner.NewBrowser();
        victim.Plant("__Host-oc", "planted-by-somebody-else");
        await victim.Get("/sign-in");
        await victim.Post("/sign-in", ("email", TestBrowser.Email), ("password", TestBrowser.Password));
        var waiting = victim.Cookie!;
        await victim.Get("/sign-in/code");
        await victim.Post("/sign-in/code", ("code", victim.NextCode()));

        waiting.ShouldNotBe("planted-by-somebody-else");
        victim.Cookie.ShouldNotBe(waiting);
        foreach (var old in new[] { "planted-by-somebody-else", waiting })
        {
            var thief = new TestBrowser(console);
            thief.Plant("__Host-oc", old);
            (await thief.Get("/settings/account")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        }
    }

    [Fact]
    public async Task A_password_alone_gives_no_access()
    {
        await using var console = await TestConsole.Start();
        var half = (await TestBrowser.Owner(console)).NewBrowser();
        await half.Get("/sign-in");
        await half.Post("/sign-in", ("email", TestBrowser.Email), ("password", TestBrowser.Password));

        var answer = await half.Get("/settings/account");

        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        answer.Headers.Location!.OriginalString.ShouldStartWith("/sign-in");
    }

    [Fact]
    public async Task Signing_out_ends_the_session_and_not_only_the_cookie()
    {
        await using var console = await TestConsole.Start();
        var owner = await TestBrowser.Owner(console);
        await owner.Get("/settings/account");
        var cookie = owner.Cookie!;

        await owner.Post("/sign-out");
        var thief = new TestBrowser(console);
        thief.Plant("__Host-oc", cookie);

        owner.Cookie.ShouldBeNull();
        (await thief.Get("/settings/account")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Theory]
    [InlineData("last_seen_at = now() - interval '31 minutes'")]
    [InlineData("created_at = now() - interval '721 minutes'")]
    public async Task A_session_ends_after_thirty_idle_minutes_or_twelve_hours(string aged)
    {
        await using var console = await TestConsole.Start();
        var owner = await TestBrowser.Owner(console);
        await Sql(console, $"update auth.sessions set {aged}");

        var answer = await owner.Get("/settings/account");

        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task An_open_page_that_updates_itself_does_not_count_as_activity()
    {
        await using var console = await TestConsole.Start();
        var owner = await TestBrowser.Owner(console);
        (string, string) automatic = ("OC-Automatic", "true");
        await Sql(console, "update auth.sessions set last_seen_at = now() - interval '20 minutes'");
        using var stream = new HttpRequestMessage(HttpMethod.Get, "/live");
        stream.Headers.Add("Cookie", owner.Cookies);

        using var streamed = await console.Client.SendAsync(stream, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        var polled = await owner.Get("/work", automatic);
        using var report = new HttpRequestMessage(HttpMethod.Post, "/csp-reports") { Content = new StringContent("[]", null, "application/reports+json") };
        report.Headers.Add("Cookie", owner.Cookies);
        var reported = await console.Client.SendAsync(report);
        var idle = await IsIdle();
        await owner.Get("/work");
        var active = !await IsIdle();
        await Sql(console, "update auth.sessions set last_seen_at = now() - interval '31 minutes'");
        var expired = await owner.Get("/work", automatic, ("HX-Current-URL", new Uri(console.Address, "/work").ToString()));

        (streamed.StatusCode, polled.StatusCode, reported.StatusCode, idle, active).ShouldBe(
            (HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.NoContent, true, true)
        );
        expired.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        expired.Headers.GetValues("HX-Redirect").ShouldBe(["/sign-in?return=%2Fwork"]);

        async Task<bool> IsIdle()
        {
            await using var look = await console.Database.ReadIdentities(TestContext.Current.CancellationToken);
            return await look.One<bool>("select bool_and(last_seen_at < now() - interval '19 minutes') from auth.sessions where stage = 'open'");
        }
    }

    [Fact]
    public async Task An_address_that_is_too_long_to_return_to_still_leads_to_the_sign_in_page()
    {
        await using var console = await TestConsole.Start();
        var visitor = new TestBrowser(console);

        var answer = await visitor.Get($"/tenants?q={string.Concat(Enumerable.Repeat("%25", 2_000))}");

        answer.Headers.Location!.ToString().ShouldBe("/sign-in");
    }

    [Fact]
    public async Task Plain_HTTP_on_another_host_refuses_to_sign_in()
    {
        await using var console = await TestConsole.Start();
        var owner = (await TestBrowser.Owner(console)).NewBrowser();

        var shown = await owner.Get("/sign-in", ("Host", "console.example.org"));

        shown.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        owner.Page.ShouldContain("HTTPS");
        owner.Page.ShouldNotContain("<form");
        (await owner.Get("/sign-in", ("Host", "console.example.org"), ("X-Forwarded-Proto", "https"))).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Without_an_owner_the_page_says_how_to_get_the_setup_link()
    {
        await using var console = await TestConsole.Start();
        var visitor = new TestBrowser(console);

        await visitor.Get("/sign-in");

        visitor.Page.ShouldContain("owner-console auth link");
    }

    private static string Neutral(string page, string email) => RandomMarkup.Remove(page.Replace(email, "", StringComparison.Ordinal));

    private static Task Sql(TestConsole console, string sql) => TestCluster.Current.Force(console.Options.Connections, sql);
}
