using System.Net;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Tests.Gates;

/// <summary>Every route that is read, as somebody whom no condition in a query holds back, but the database alone: a person of a role that sees a segment of one tenant.</summary>
public sealed class TenantScopedRoutesTests(ForbiddenAccessTests.TwoTenantConsole console) : IClassFixture<ForbiddenAccessTests.TwoTenantConsole>
{
    /// <summary>About the whole platform: who sees some tenants is refused, with the reason.</summary>
    private static readonly string[] s_ofThePlatform =
    [
        "/api/v1/backups",
        "/api/v1/letters",
        "/api/v1/log/retention",
        "/api/v1/months",
        "/api/v1/work/dead",
        "/api/v1/work/lanes",
        "/letters",
        "/revenue",
        "/settings/demo",
        "/settings/log",
        "/settings/mail",
        "/webhooks/in",
        "/work",
        "/work/export",
        "/work/{id}",
    ];

    /// <summary>Of what nobody takes back: an admin's wildcards don't stand for it.</summary>
    private static readonly string[] s_ofOwners =
    [
        "/api/v1/tenants/{id}/exports",
        "/api/v1/tenants/{id}/exports/{export}/file",
        "/tenants/{id}/exports/{export}/file",
    ];

    /// <summary>Of a person: there is none behind a key.</summary>
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
    public async Task No_route_shows_anything_of_another_tenant_where_the_database_alone_holds_it_back()
    {
        var bea = await Limited();
        var told = new List<string>();
        foreach (var address in Routes.SelectMany(route => new[] { Address(route, isOther: false), Address(route, isOther: true) }).Concat(Filters).Distinct())
        {
            using var answer = await bea.Get(address);
            if ((int)answer.StatusCode >= 500 || Tells(bea.Page, address))
                told.Add($"{address}: {answer.StatusCode}");
        }

        told.ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_route_answers_who_is_bound_but_those_of_the_whole_platform()
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
            var isOfTenants = TenantPermissions.Contains(route.Metadata.GetMetadata<RequiredPermission>()!.Name!); // which they are is said in PlatformRoutesTests
            if (program.StatusCode is HttpStatusCode.Forbidden != (!isOfTenants || s_ofThePlatform.Concat(s_ofPeople).Contains(text)))
                wrong.Add($"{text} for a key: {program.StatusCode}");
        }

        wrong.ShouldBeEmpty();
    }

    private IEnumerable<string> Filters => s_filters.Select(filter => "/" + filter.Replace("{id}", console.Other, StringComparison.Ordinal));

    private IReadOnlyList<RouteEndpoint> Routes => RouteCatalogue.Read(console);

    /// <summary>The name, or the id where it was not asked by it.</summary>
    private bool Tells(string page, string address) =>
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

    /// <summary>Somebody who may all that an admin may, and sees the one tenant.</summary>
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
