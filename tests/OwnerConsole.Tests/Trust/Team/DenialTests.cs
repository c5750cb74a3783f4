using System.Net;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Tests.Trust.Team;

/// <summary>Whoever may not is told why and who may, wherever a missing button would leave them wondering.</summary>
public sealed class DenialTests : IAsyncLifetime
{
    private TestConsole _console = null!; // set before each test
    private Application _app = null!;
    private Visitor _bea = null!;

    public async ValueTask InitializeAsync()
    {
        _console = await TestConsole.Start();
        _app = await Application.Connect(_console);
        await Visitor.Owner(_console);
        _bea = await Colleague.Come(_console, _app, "bea@example.org", "support");
    }

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task A_tenants_page_says_who_may_suspend_it()
    {
        var tenant = await _app.Tenant("one");

        await _bea.Get($"/tenants/{tenant}");

        _bea.Page.ShouldContain("aria-disabled=\"true\" aria-describedby=\"cc-denied\"");
        _bea.Page.ShouldContain("You may not suspend tenants. Your role is Support. Owner and Admin may: ask Ann Owner.");
    }

    [Theory]
    [InlineData("/audit", "log.read", "Owner, Admin and Read only may")]
    [InlineData("/operations/new?operation=person.invite&subject=tnt_platform&back=/settings/team", "person.invite", "Owner and Admin may")]
    [InlineData("/operations/new?operation=demo.erase&subject=tnt_platform&back=/settings/demo", "demo.erase", "Owner may: ask Ann Owner")]
    public async Task An_address_that_is_not_theirs_says_what_is_missing_and_who_has_it(string address, string permission, string says)
    {
        var answer = await _bea.Get(address);

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        _bea.Page.ShouldContain(permission);
        _bea.Page.ShouldContain("Your role is Support");
        _bea.Page.ShouldContain(says);
    }

    [Fact]
    public async Task A_run_that_waits_says_who_may_approve_it()
    {
        await _app.Decide("role.set_ceiling", "rol_admin", new { permission = "tenant.suspend", subjects = 1 });
        var cem = await Colleague.Come(_console, _app, "cem@example.org", "admin", "Cem");
        var (one, two) = (await _app.Tenant("one"), await _app.Tenant("two"));
        var form = $"/operations/new?operation=tenant.suspend&subject={one}&subject={two}&cause=billing&back=/tenants";
        await cem.Get(form);
        var preview = cem.Page.Split("name=\"preview\" value=\"")[1].Split('"')[0];
        await cem.Post(
            "/operations",
            ("operation", "tenant.suspend"),
            ("preview", preview),
            ("subject", one),
            ("subject", two),
            ("cause", "billing"),
            ("reason", "Unpaid."),
            ("back", "/tenants")
        );
        var run = (await _app.Get("/api/v1/runs?state=waiting_approval")).GetProperty("data")[0].GetProperty("id").GetString();

        await _bea.Get($"/operations/{run}");

        _bea.Page.ShouldContain("id=\"run-approve\" aria-disabled");
        _bea.Page.ShouldContain("You may not suspend tenants. Your role is Support. Owner and Admin may: ask Ann Owner or Cem.");
    }

    [Fact]
    public async Task A_key_is_told_the_permission_and_nothing_of_the_team()
    {
        var key = await Application.Connect(_console, scopes: ["tenant.read", "operation.read"]);

        var (status, body) = await key.Send(
            HttpMethod.Post,
            "/api/v1/previews",
            Json.Text(new { operation = "person.invite", subjects = new[] { IdSource.Platform } })
        );

        status.ShouldBe(403);
        body.GetProperty("detail").GetString().ShouldBe("This needs the permission person.invite.");
    }
}
