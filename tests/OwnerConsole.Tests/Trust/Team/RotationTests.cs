using System.Net;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Trust.Team;

/// <summary>People whose permissions change stay signed in with a new cookie, and the old cookie soon becomes invalid.</summary>
public sealed class RotationTests : IAsyncLifetime
{
    private const string Bea = "bea@example.org";

    private TestConsole _console = null!; // set before each test
    private TestApplication _app = null!;
    private TestBrowser _bea = null!;

    public async ValueTask InitializeAsync()
    {
        _console = await TestConsole.Start();
        _app = await TestApplication.Connect(_console);
        await TestBrowser.Owner(_console);
        _bea = await Colleague.Come(_console, _app, Bea, "support");
        await _bea.Get("/tenants");
    }

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task A_role_change_renews_the_cookie_and_the_old_one_expires()
    {
        var before = _bea.Cookie!;
        await _app.Run("team_member.set_role", await Colleague.Id(_app, Bea), new { role = "finance" });

        var next = await _bea.Get("/tenants");
        await HalfAMinuteLater();

        next.StatusCode.ShouldBe(HttpStatusCode.OK);
        _bea.Cookie.ShouldNotBe(before);
        (await _bea.Get("/tenants")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await With(before).Get("/tenants")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task Concurrent_requests_with_the_previous_cookie_are_answered()
    {
        var before = _bea.Cookie!;
        await _app.Run("team_member.set_role", await Colleague.Id(_app, Bea), new { role = "finance" });
        await _bea.Get("/tenants");

        var late = With(before);
        var answer = await late.Get("/tenants");

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        late.Cookie.ShouldBe(before);
    }

    [Fact]
    public async Task A_changed_role_and_its_undo_renew_the_cookies_of_its_members()
    {
        var made = await _app.Run("role.create", "tnt_platform", new { name = "Night", permissions = new[] { "tenant.read" } });
        var role = made.Created();
        await _app.Run("team_member.set_role", await Colleague.Id(_app, Bea), new { role = "night" });
        await _bea.Get("/tenants");
        var given = _bea.Cookie;
        var run = await _app.Run("role.change", role, new { permissions = new[] { "tenant.read", "member.read" } });

        await _bea.Get("/tenants");
        var changed = _bea.Cookie;
        await _app.Undo(run);
        await _bea.Get("/tenants");

        changed.ShouldNotBe(given);
        _bea.Cookie.ShouldNotBe(changed);
    }

    [Fact]
    public async Task Without_a_change_the_cookie_stays_the_same()
    {
        var before = _bea.Cookie;

        await _bea.Get("/tenants");

        _bea.Cookie.ShouldBe(before);
    }

    private TestBrowser With(string cookie)
    {
        var other = new TestBrowser(_console);
        other.Plant("__Host-oc", cookie);
        return other;
    }

    private Task HalfAMinuteLater() =>
        TestCluster.Current.Force(_console.Options.Connections, "update auth.sessions set previous_until = previous_until - interval '30 seconds'");
}
