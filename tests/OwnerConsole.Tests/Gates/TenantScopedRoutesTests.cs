using System.Net;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Tests.Gates;

/// <summary>Read routes requested by a person limited to a segment of one tenant, where only row-level security restricts the queries.</summary>
public sealed class TenantScopedRoutesTests(ForbiddenAccessTests.TwoTenantConsole console) : IClassFixture<ForbiddenAccessTests.TwoTenantConsole>
{
    /// <summary>Routes about the whole platform, which refuse people limited to some tenants.</summary>
    private static readonly string[] s_ofThePlatform =
    [
        "/api/v1/backups",
        "/api/v1/automations",
        "/api/v1/automations/{id}",
        "/api/v1/automations/{id}/enrollments",
        "/api/v1/automations/{id}/reach",
        "/api/v1/automations/{id}/simulation",
        "/api/v1/automations/{id}/test",
        "/api/v1/broadcasts",
        "/api/v1/broadcasts/{id}",
        "/api/v1/broadcasts/{id}/preview",
        "/api/v1/broadcasts/{id}/reach",
        "/api/v1/broadcasts/{id}/recipients",
        "/api/v1/enrollments",
        "/lifecycle",
        "/messaging/automations",
        "/messaging/automations/{id}",
        "/api/v1/channels",
        "/api/v1/channels/{id}",
        "/api/v1/channels/{id}/messages",
        "/messaging/broadcasts",
        "/messaging/broadcasts/{id}",
        "/messaging/broadcasts/{id}/html",
        "/messaging/channels",
        "/messaging/channels/{id}",
        "/ops/backups",
        "/ops/backups/export",
        "/ops/alerts",
        "/ops/alerts/history",
        "/ops/alerts/{id}",
        "/ops/errors",
        "/ops/errors/{id}",
        "/ops/incidents",
        "/ops/incidents/{id}",
        "/ops/incidents/{id}/post-mortem",
        "/ops/incidents/{id}/post-mortem/file",
        "/api/v1/incidents",
        "/api/v1/incidents/{id}",
        "/api/v1/incidents/{id}/timeline",
        "/api/v1/incidents/{id}/post-mortem",
        "/api/v1/incident-figures",
        "/trust/privacy",
        "/trust/privacy/processing",
        "/trust/privacy/processing/file",
        "/trust/privacy/{id}",
        "/api/v1/privacy-requests",
        "/api/v1/privacy-requests/{id}",
        "/api/v1/processing-activities",
        "/ops/status-page",
        "/ops/status-page/{id}",
        "/ops/status-page/subscribers",
        "/api/v1/status-page",
        "/api/v1/status-page/subscribers",
        "/api/v1/status-page/notices",
        "/api/v1/status-page/notices/{id}",
        "/ops/health",
        "/ops/health/{id}",
        "/ops/support-tickets",
        "/ops/support-tickets/export",
        "/api/v1/support/tickets",
        "/ops/slas",
        "/ops/slas/export",
        "/api/v1/slas",
        "/api/v1/sla-results",
        "/ops/slos",
        "/ops/slos/{id}",
        "/api/v1/slos",
        "/api/v1/slos/{id}",
        "/ops/services",
        "/ops/service-map",
        "/api/v1/service-map",
        "/ops/services/{name}",
        "/api/v1/alerts",
        "/api/v1/alerts/{id}",
        "/api/v1/alert-routes",
        "/api/v1/alert-rules",
        "/api/v1/errors",
        "/api/v1/errors/{id}",
        "/api/v1/services",
        "/api/v1/services/{name}",
        "/api/v1/silences",
        "/api/v1/health",
        "/api/v1/health/trends",
        "/api/v1/health/parts",
        "/api/v1/probes",
        "/api/v1/probes/{id}",
        "/api/v1/emails",
        "/api/v1/log/retention",
        "/api/v1/retention",
        "/api/v1/legal-holds",
        "/api/v1/duplicates",
        "/api/v1/months",
        "/api/v1/revenue/cohorts",
        "/api/v1/revenue/policies",
        "/api/v1/revenue/analysis/lifetime-value",
        "/api/v1/work/failed",
        "/api/v1/work/lanes",
        "/emails",
        "/revenue",
        "/revenue/cohorts",
        "/revenue/cohorts/export",
        "/revenue/policies",
        "/revenue/analysis/lifetime-value",
        "/settings/demo",
        "/settings/import",
        "/settings/import/{id}",
        "/settings/import/{id}/file",
        "/api/v1/imports",
        "/api/v1/imports/{id}",
        "/api/v1/imports/{id}/rows",
        "/settings/log",
        "/retention",
        "/retention/export",
        "/duplicates",
        "/duplicates/tenants",
        "/settings/mail",
        "/webhooks/in",
        "/work",
        "/work/export",
        "/work/{id}",
    ];

    /// <summary>Operations without undo, which the wildcards of an admin don't cover.</summary>
    private static readonly string[] s_ofOwners =
    [
        "/api/v1/tenants/{id}/exports",
        "/api/v1/tenants/{id}/exports/{export}/file",
        "/tenants/{id}/exports/{export}/file",
    ];

    /// <summary>Routes about a person, which no key has.</summary>
    private static readonly string[] s_ofPeople =
    [
        "/settings/account",
        "/settings/account/sessions/export",
        "/settings/account/authenticator",
        "/settings/account/passkeys/one",
    ];

    private static readonly string[] s_filters =
    [
        "tenants?q=zorgmann",
        "tenants?open={id}",
        "members?q=zorgmann",
        "find/found?q=zorgmann",
        "find?q=zorgmann",
        "audit?tenant={id}",
        "audit?subject={id}",
        "revenue/ledger?tenant={id}",
        "webhooks/out?q=zorgmann",
        "operations?q={id}",
        "tasks?q=zorgmann",
        "explore?metric=members.total&tenant={id}",
        "explore?metric=members.total&by=tenant",
        "explore/rows/file?metric=members.total&tenant={id}",
        "tenants/export?format=csv",
        "members/export?format=csv",
        "api/v1/log?tenant={id}",
        "api/v1/runs?q={id}",
        "api/v1/members?q=zorgmann",
        "api/v1/tenants?q=zorgmann",
        "api/v1/ledger?tenant={id}",
    ];

    [Fact]
    public async Task Row_level_security_hides_other_tenants_on_every_route()
    {
        var bea = await Limited();
        var told = new List<string>();
        foreach (var address in Routes.SelectMany(route => new[] { Address(route, isOther: false), Address(route, isOther: true) }).Concat(Filters).Distinct())
        {
            using var answer = await bea.Get(address);
            if ((int)answer.StatusCode >= 500 || MentionsOther(bea.Page, address))
                told.Add($"{address}: {answer.StatusCode}");
        }

        told.ShouldBeEmpty();
    }

    [Fact]
    public async Task Only_platform_routes_refuse_tenant_scoped_people_and_keys()
    {
        var bea = await Limited();
        var key = await TestApplication.Connect(console, onlyTenant: console.Mine);
        var wrong = new List<string>();
        foreach (var route in Routes)
        {
            var (text, address) = (route.RoutePattern.RawText!, Address(route, isOther: false));
            using var person = await bea.Get(address);
            using var program = await key.Http.GetAsync(address, TestContext.Current.CancellationToken);
            if (person.StatusCode is HttpStatusCode.Forbidden != s_ofThePlatform.Concat(s_ofOwners).Contains(text))
                wrong.Add($"{text} for a person: {person.StatusCode}");
            var isOfTenants = TenantPermissions.Contains(route.Metadata.GetMetadata<RequiredPermission>()!.Name!); // PlatformRoutesTests lists them.
            if (program.StatusCode is HttpStatusCode.Forbidden != (!isOfTenants || s_ofThePlatform.Concat(s_ofPeople).Contains(text)))
                wrong.Add($"{text} for a key: {program.StatusCode}");
        }

        wrong.ShouldBeEmpty();
    }

    private IEnumerable<string> Filters => s_filters.Select(filter => "/" + filter.Replace("{id}", console.Other, StringComparison.Ordinal));

    private IReadOnlyList<RouteEndpoint> Routes => RouteCatalogue.Read(console);

    /// <summary>Whether the page contains the name of the other tenant, or its id if the address does not.</summary>
    private bool MentionsOther(string page, string address) =>
        page.Contains(ForbiddenAccessTests.TwoTenantConsole.Secret, StringComparison.OrdinalIgnoreCase)
        || (!address.Contains(console.Other, StringComparison.Ordinal) && page.Contains(console.Other, StringComparison.Ordinal));

    private string Address(RouteEndpoint route, bool isOther) =>
        RouteCatalogue.Address(
            route,
            of =>
                of is null ? "x"
                : of is "tenants" ? (isOther ? console.Other : console.Mine)
                : !isOther ? "x"
                : of switch
                {
                    "members" => console.Person,
                    "runs" or "operations" => console.Run,
                    "previews" => console.Preview,
                    "tasks" => console.Task,
                    "impersonation" or "impersonations" => console.Impersonation,
                    "subjects" => console.Booking,
                    "upgrade-requests" => console.Wanted,
                    _ => console.Note,
                }
        );

    /// <summary>Signs in a person with the permissions of an admin who is limited to one tenant.</summary>
    private async Task<TestBrowser> Limited()
    {
        if (await console.App.Refusal("tenant.tag", console.Mine, new { tag = "mine" }) is null)
        {
            await console.App.Run("tenant.tag", console.Mine, new { tag = "mine" });
            await console.App.Run("role.set_segment", "rol_admin", new { tag = "mine" });
        }
        return await TestBrowser.Join(console, "admin");
    }
}
