using System.Net;
using System.Text.RegularExpressions;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Trust.Team;

/// <summary>People without a permission see why an action is unavailable and who can do it.</summary>
public sealed partial class DenialTests : IAsyncLifetime
{
    /// <summary>Operations on every page or above every list: the command palette shows why they are unavailable.</summary>
    private static readonly string[] s_everywhere = ["platform.stop", "saved_view.save"];

    private TestConsole _console = null!; // set before each test
    private TestApplication _app = null!;
    private TestBrowser _bea = null!;

    public async ValueTask InitializeAsync()
    {
        _console = await TestConsole.Start();
        _app = await TestApplication.Connect(_console);
        await TestBrowser.Owner(_console);
        _bea = await Colleague.Come(_console, _app, "bea@example.org", "support");
    }

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task A_tenant_page_says_who_can_suspend_the_tenant()
    {
        var tenant = await _app.Tenant("one");

        await _bea.Get($"/tenants/{tenant}");

        _bea.Page.ShouldContain("aria-disabled=\"true\" aria-describedby=\"cc-denied\"");
        _bea.Page.ShouldContain("You can't suspend tenants. Your role is Support. Owner and Admin can: ask Ann Owner.");
    }

    [Theory]
    [InlineData("/audit", "log.read", "Owner, Admin and Read only can")]
    [InlineData("/operations/new?operation=team_member.invite&subject=tnt_platform&back=/settings/team", "team_member.invite", "Owner and Admin can")]
    [InlineData("/operations/new?operation=demo.erase&subject=tnt_platform&back=/settings/demo", "demo.erase", "Owner can: ask Ann Owner")]
    public async Task A_forbidden_address_names_the_missing_permission_and_who_has_it(string address, string permission, string says)
    {
        var answer = await _bea.Get(address);

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        _bea.Page.ShouldContain(permission);
        _bea.Page.ShouldContain("Your role is Support");
        _bea.Page.ShouldContain(says);
    }

    [Theory]
    [InlineData("read_only")]
    [InlineData("support")]
    [InlineData("finance")]
    [NotPooled("Compares pages; ForbiddenAccessTests and HiddenFieldsTests read every route behind the pooler.")]
    [Slow(25, "Access", "CommandCenter")]
    public async Task Every_action_an_owner_sees_is_shown_to_other_roles_or_its_refusal_is(string role)
    {
        var tenant = await _app.Tenant("one", members: 1);
        await _app.Run(
            "plan.create",
            IdGenerator.Platform,
            new
            {
                key = "gold",
                name = "Gold",
                price = new { amount = 4900, currency = "EUR" },
                interval = "month",
            }
        );
        await _app.Report(EventReports.Event("ext:nobody", "session.started"));
        var member = (await _app.Get($"/api/v1/tenants/{tenant}/members")).GetProperty("data")[0].GetProperty("id").GetString()!;
        var (ann, cem) = (await TestBrowser.Join(_console, "owner", "Ann"), await TestBrowser.Join(_console, role, "Cem"));
        var missing = new List<string>();
        foreach (var address in PageCatalogue.Addresses.Where(address => !address.StartsWith("/operations/new", StringComparison.Ordinal)))
        {
            await ann.Get(PageCatalogue.At(address, tenant, member));
            using var answer = await cem.Get(PageCatalogue.At(address, tenant, member));
            if (answer.StatusCode is HttpStatusCode.OK)
                missing.AddRange(
                    Offered(ann.Page).Except(Offered(cem.Page).Concat(Refused(cem.Page)).Concat(s_everywhere)).Select(operation => $"{address}: {operation}")
                );
        }

        missing.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_pending_run_says_who_can_approve_it()
    {
        await _app.Run("role.set_ceiling", "rol_admin", new { permission = "tenant.suspend", subjects = 1 });
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
        _bea.Page.ShouldContain("You can't suspend tenants. Your role is Support. Owner and Admin can: ask Ann Owner or Cem.");
    }

    [Fact]
    public async Task A_key_is_told_only_the_missing_permission()
    {
        var key = await TestApplication.Connect(_console, scopes: ["tenant.read", "operation.read"]);

        var (status, body) = await key.Send(
            HttpMethod.Post,
            "/api/v1/previews",
            Json.Text(new { operation = "team_member.invite", subjects = new[] { IdGenerator.Platform } })
        );

        status.ShouldBe(403);
        body.GetProperty("detail").GetString().ShouldBe("This requires the permission team_member.invite.");
    }

    private static IEnumerable<string> Offered(string page) => Offers().Matches(page).Select(match => match.Groups[1].Value + match.Groups[2].Value).Distinct();

    private static IEnumerable<string> Refused(string page) => Refusals().Matches(page).Select(match => match.Groups[1].Value);

    [GeneratedRegex(@"operations/new\?operation=([a-z_]+\.[a-z_]+)|name=""operation"" value=""([a-z_]+\.[a-z_]+)""")]
    private static partial Regex Offers();

    [GeneratedRegex(@"data-denied=""([a-z_.]+)""")]
    private static partial Regex Refusals();
}
