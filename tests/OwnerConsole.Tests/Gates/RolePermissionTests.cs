using System.Net;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tests.Gates;

/// <summary>A person of every role requests every route: exactly the routes of the role's permissions are open.</summary>
public sealed class RolePermissionTests(TestConsole console) : IClassFixture<TestConsole>
{
    public static TheoryData<string> Roles => ["owner", "admin", "support", "finance", "analyst", "read_only"];

    private IEnumerable<(RouteEndpoint Route, string Method, string Permission)> Routes =>
        console
            .Services.GetRequiredService<IEnumerable<EndpointDataSource>>()
            .SelectMany(source => source.Endpoints)
            .OfType<RouteEndpoint>()
            .Where(route => route.Metadata.GetMetadata<RequiredPermission>() is not { IsPortal: true }) // No role opens the portal; see PortalDoorTests.
            .SelectMany(route =>
                (route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? []).Select(method =>
                    (route, method, route.Metadata.GetMetadata<RequiredPermission>()!.Name!)
                )
            )
            .Where(one => one.Item3 is not null);

    [Fact]
    public async Task The_matrix_lists_every_role()
    {
        await using var look = await console.Database.ReadTenants([]);

        var roles = await TeamRole.All(look);

        roles.Select(role => role.Key).ShouldBe(Roles.Select(row => row.Data), ignoreOrder: true);
    }

    [Theory]
    [MemberData(nameof(Roles))]
    public async Task A_role_opens_exactly_its_permitted_routes(string role)
    {
        var (person, grants) = await Join(role);
        var found = new List<string>();
        var (opened, closed) = (0, 0);
        var final = console // Irreversible operations must be granted by name; otherwise only owners have them.
            .Services.GetRequiredService<OperationCatalogue>()
            .All.Where(operation => operation.Definition.IsIrreversible)
            .Select(operation => operation.Definition.Name)
            .ToHashSet(StringComparer.Ordinal);

        foreach (var (route, method, permission) in Routes)
        {
            var isTheirs = grants.Contains(permission) || grants.Contains("*") || (!final.Contains(permission) && Permissions.Covers(grants, permission));
            if (isTheirs && method != "GET")
                continue; // Other tests cover what it does.
            var status = await Ask(person, route, method);
            var isOpen = status is not (HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized) && !IsUnread(route, status);
            if (isOpen != isTheirs || (int)status >= 500)
                found.Add($"{method} {route.RoutePattern.RawText} ({permission}): {status}");
            (opened, closed) = isOpen ? (opened + 1, closed) : (opened, closed + 1);
        }

        found.ShouldBeEmpty();
        opened.ShouldBeGreaterThan(10);
        (closed > 10 || role is "owner" or "admin").ShouldBeTrue();
    }

    // Routes for third-party SDKs read the key from the body before the caller is known, and ignore sessions.
    private static bool IsUnread(RouteEndpoint route, HttpStatusCode status) =>
        status is HttpStatusCode.BadRequest && route.Metadata.GetMetadata<SdkKey>() is not null;

    private async Task<(TestBrowser Person, IReadOnlyList<string> Grants)> Join(string role)
    {
        await using var look = await console.Database.ReadTenants([]);
        var grants = (await TeamRole.Find(role, look))!.Grants;
        var person = await TestBrowser.Join(console, role);
        await person.Get("/settings/account"); // This loads the form token.
        return (person, grants);
    }

    /// <summary>Sends the request as a browser on a console page would, with a form token.</summary>
    private async Task<HttpStatusCode> Ask(TestBrowser person, RouteEndpoint route, string method)
    {
        var address = string.Join(
            '/',
            route.RoutePattern.PathSegments.Select(segment => segment.Parts[0] is RoutePatternLiteralPart literal ? literal.Content : "x")
        );
        using var request = new HttpRequestMessage(new(method), "/" + address);
        request.Headers.Add("Cookie", person.Cookies);
        request.Headers.Add("Sec-Fetch-Site", "same-origin");
        request.Headers.Add("RequestVerificationToken", person.Token);
        if (method != "GET")
            request.Content = route.Metadata.GetMetadata<IAcceptsMetadata>() is { } accepted
                ? new StringContent("{}", null, RouteCatalogue.MediaType(accepted))
                : TestBrowser.Form();
        using var answer = await console.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }
}
