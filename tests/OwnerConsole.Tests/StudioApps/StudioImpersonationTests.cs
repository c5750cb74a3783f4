using System.Net;
using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Sdk;

namespace OwnerConsole.Tests.StudioApps;

/// <summary>A team member sees what a user sees while the console reports the impersonation as active.</summary>
[Slow(40, "StudioApp", "Impersonation")]
public sealed class StudioImpersonationTests : IAsyncLifetime
{
    private TokenIssuer _console = null!; // started before each test
    private StudioProcess _studio = null!; // as above
    private string _id = ""; // as above

    public async ValueTask InitializeAsync()
    {
        _console = await TokenIssuer.Start();
        _studio = await StudioProcess.Start(_console.Address);
        _id = await _studio.Open();
    }

    public async ValueTask DisposeAsync()
    {
        await _studio.DisposeAsync();
        await _console.DisposeAsync();
    }

    [Fact]
    public async Task A_read_only_impersonation_shows_a_banner_and_changes_nothing()
    {
        var (visitor, entered) = await Enter("read_only");
        await visitor.Get("/");
        var page = visitor.Page;
        var changed = await visitor.Post("/people", ("role", "client"), ("name", "Made by another"));
        var alive = await visitor.Get("/impersonate/alive");
        await visitor.Get("/");
        await visitor.Post("/impersonate/leave");
        var after = await visitor.Get("/");

        entered.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        page.ShouldContain("Ann Owner is impersonating Ada Byron.");
        page.ShouldContain("Read only.");
        changed.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        alive.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        after.Headers.Location!.AbsolutePath.ShouldBe("/sign-in");
        _console.Active.ShouldBeEmpty();
        (await _studio.One<bool>("select exists (select from studio.people where name = 'Made by another')")).ShouldBeFalse();
        (await _studio.One<long>("select count(*) from studio.visits")).ShouldBe(1); // the visit of Ada, who created the studio
    }

    [Fact]
    public async Task A_full_impersonation_acts_as_the_user()
    {
        var (visitor, _) = await Enter("full");
        await visitor.Get("/clients");

        await visitor.Post("/people", ("role", "coach"), ("name", "Made by another")); // a coach, because the token issuer has no slots for clients
        await visitor.Post("/people", ("role", "coach"), ("name", "With a password"), ("email", "x@example.org"), ("password", StudioProcess.Password));

        visitor.Page.ShouldContain("You can't set a password while impersonating someone.");
        (await _studio.One<bool>("select exists (select from studio.people where name = 'Made by another')")).ShouldBeTrue();
    }

    [Fact]
    public async Task When_the_console_ends_an_impersonation_the_visitor_is_signed_out()
    {
        var (visitor, _) = await Enter("full");
        var inside = await visitor.Get("/");

        _console.Active.Clear();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while ((await visitor.Get("/impersonate/alive")).StatusCode is HttpStatusCode.NoContent)
            await Task.Delay(100, patience.Token);

        inside.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await visitor.Get("/")).Headers.Location!.AbsolutePath.ShouldBe("/sign-in");
    }

    [Fact]
    public async Task An_expired_impersonation_signs_the_visitor_out_without_the_console()
    {
        var (visitor, _) = await Enter("full", seconds: 4);

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while ((await visitor.Get("/impersonate/alive")).StatusCode is HttpStatusCode.NoContent)
            await Task.Delay(100, patience.Token);

        (await visitor.Get("/")).Headers.Location!.AbsolutePath.ShouldBe("/sign-in");
    }

    [Fact]
    public async Task A_token_for_another_studio_or_already_used_is_refused()
    {
        var (_, good) = await Enter("full", tenant: "studio-of-somebody");
        var token = await Token("full", 900, _id);
        var first = await _studio.NewVisitor().Get("/impersonate?token=" + token);
        var second = await _studio.NewVisitor().Get("/impersonate?token=" + token);

        good.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        first.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        second.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    private async Task<(TestBrowser, HttpResponseMessage)> Enter(string scope, int seconds = 900, string? tenant = null)
    {
        var visitor = _studio.NewVisitor();
        return (visitor, await visitor.Get("/impersonate?token=" + await Token(scope, seconds, tenant ?? _id)));
    }

    private async Task<string> Token(string scope, int seconds, string tenant)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var id = "imp_" + Guid.CreateVersion7().ToString("N");
        _console.Active[id] = true;
        return _console.Sign(
            new
            {
                iss = _console.Address.ToString().TrimEnd('/'),
                aud = "StudioApp",
                sub = await _studio.One<string>("select id from studio.people where name = 'Ada Byron'"),
                member = "mbr_1",
                tenant = new { id = "tnt_1", external_id = tenant },
                act = new { sub = "usr_1", name = "Ann Owner" },
                scope,
                blocked = new[] { "password.change" },
                reason = "A question about a bill",
                iat = now,
                exp = now + seconds,
                sid = id,
                jti = $"itk_of_{id}",
            }
        );
    }
}
