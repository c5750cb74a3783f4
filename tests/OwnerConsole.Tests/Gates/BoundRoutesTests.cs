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
public sealed class BoundRoutesTests(TrespassTests.TwoTenants console) : IClassFixture<TrespassTests.TwoTenants>
{
    /// <summary>They never end; what is heard by them is held back before it is told, see StreamTests.</summary>
    private static readonly string[] s_endless = ["/live", "/api/v1/stream"];

    /// <summary>About the whole platform: who sees some tenants is refused, with the reason.</summary>
    private static readonly string[] s_ofThePlatform =
    [
        "/api/v1/backups",
        "/api/v1/letters",
        "/api/v1/months",
        "/api/v1/work/dead",
        "/api/v1/work/lanes",
        "/letters",
        "/revenue",
        "/settings/demo",
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
        var key = await Application.Connect(console, onlyTenant: console.Mine);
        var wrong = new List<string>();
        foreach (var route in Routes)
        {
            var (text, address) = (route.RoutePattern.RawText!, Address(route, isOther: false));
            using var person = await bea.Get(address);
            using var program = await key.Http.GetAsync(address, TestContext.Current.CancellationToken);
            if (person.StatusCode is HttpStatusCode.Forbidden != s_ofThePlatform.Concat(s_ofOwners).Contains(text))
                wrong.Add($"{text} for a person: {person.StatusCode}");
            if (program.StatusCode is HttpStatusCode.Forbidden != s_ofThePlatform.Concat(s_ofPeople).Contains(text))
                wrong.Add($"{text} for a key: {program.StatusCode}");
        }

        wrong.ShouldBeEmpty();
    }

    private IEnumerable<string> Filters => s_filters.Select(filter => "/" + filter.Replace("{id}", console.Other, StringComparison.Ordinal));

    private IReadOnlyList<RouteEndpoint> Routes =>
        [
            .. console
                .Services.GetRequiredService<IEnumerable<EndpointDataSource>>()
                .SelectMany(source => source.Endpoints)
                .OfType<RouteEndpoint>()
                .Where(route => route.Metadata.GetMetadata<PermissionNeeded>()?.Name is not null)
                .Where(route => route.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods.Contains("GET"))
                .Where(route => !s_endless.Contains(route.RoutePattern.RawText)),
        ];

    /// <summary>The name, or the id where it was not asked by it.</summary>
    private bool Tells(string page, string address) =>
        page.Contains(TrespassTests.TwoTenants.Secret, StringComparison.OrdinalIgnoreCase)
        || (!address.Contains(console.Other, StringComparison.Ordinal) && page.Contains(console.Other, StringComparison.Ordinal));

    private string Address(RouteEndpoint route, bool isOther)
    {
        var parts = route.RoutePattern.PathSegments.Select(segment => segment.Parts[0]).ToList();
        return "/" + string.Join('/', parts.Select((part, at) => part is RoutePatternLiteralPart literal ? literal.Content : Id(parts, at, isOther)));
    }

    private string Id(List<RoutePatternPart> parts, int at, bool isOther) =>
        (parts[at] as RoutePatternParameterPart)!.Name is "tab" ? "members"
        : parts.Take(at).OfType<RoutePatternLiteralPart>().LastOrDefault()?.Content is not { } of ? "x"
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
            _ => console.Note,
        };

    /// <summary>Somebody who may all that an admin may, and sees the one tenant.</summary>
    private async Task<Visitor> Limited()
    {
        var (people, sessions) = (console.Services.GetRequiredService<People>(), console.Services.GetRequiredService<Sessions>());
        if (await console.App.Refusal("tenant.tag", console.Mine, new { tag = "mine" }) is null)
        {
            await console.App.Decide("tenant.tag", console.Mine, new { tag = "mine" });
            await console.App.Decide("role.set_segment", "rol_admin", new { tag = "mine" });
        }
        await using var work = await console.Database.Write(Door.Intake("test"), []);
        var id = await people.Add("Bea", $"{console.Services.GetRequiredService<IdSource>().New("usr")}@example.org", "no password", [], work);
        await people.GiveRole(id, "admin", "inv_test", work);
        var secret = await sessions.Open(SessionStage.Open, id, new("127.0.0.1", null), work);
        await work.Commit();
        var bea = new Visitor(console);
        bea.Plant("__Host-oc", secret);
        return bea;
    }
}
