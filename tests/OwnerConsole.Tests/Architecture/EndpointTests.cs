using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Tests.Architecture;

public sealed class EndpointTests(TestConsole console, ITestOutputHelper output) : IClassFixture<TestConsole>
{
    /// <summary>Routes that need no sign-in. A new one is a decision: it states its reason where it is mapped, and is listed here.</summary>
    private static readonly string[] Anonymous =
    [
        "/.well-known/jwks.json",
        "/account/open",
        "/alert-links/{token}",
        "/api/v1/channels/{id}/incoming",
        "/api/v1/channels/{id}/messages/{message}/status",
        "/api/v1/emails/callbacks/resend",
        "/api/v1/emails/callbacks/sendgrid",
        "/api/v1/heartbeats/{token}",
        "/api/v1/stripe/webhooks/live",
        "/api/v1/stripe/webhooks/test",
        "/api/v1/tasks/{id}/accept",
        "/api/v1/tasks/{id}/complete",
        "/api/v1/tasks/{id}/fail",
        "/api/v1/tasks/{id}/files/{name}",
        "/api/v1/tasks/{id}/progress",
        "/csp-reports",
        "/healthz",
        "/docs/api",
        "/docs/api/webhooks/{name}",
        "/docs/api/{resource}",
        "/docs/api/{resource}/{operation}",
        "/l/{email}/{key}",
        "/o/{email}.gif",
        "/openapi",
        "/openapi/v1.json",
        "/openapi/v1.yaml",
        "/owner/{**rest}",
        "/readyz",
        "/sign-in",
        "/sign-in/code",
        "/sign-in/passkey",
        "/sign-in/passkey/begin",
        "/sign-out",
        "/status",
        "/status/api/v2/components.json",
        "/status/api/v2/incidents.json",
        "/status/api/v2/incidents/unresolved.json",
        "/status/api/v2/scheduled-maintenances.json",
        "/status/api/v2/scheduled-maintenances/active.json",
        "/status/api/v2/scheduled-maintenances/upcoming.json",
        "/status/api/v2/status.json",
        "/status/api/v2/summary.json",
        "/status/components/{token}",
        "/status/confirm/{token}",
        "/status/feed.atom",
        "/status/feed.rss",
        "/status/history",
        "/status/style.css",
        "/status/subscribe",
        "/status/unsubscribe/{token}",
        "/theme",
        "/unsubscribe/{token}",
        "/welcome",
        "/welcome/code",
        "/welcome/passkey",
        "/welcome/passkey/begin",
        "OPTIONS /api/v1/events",
        "OPTIONS /api/{project}/envelope",
        "OPTIONS /batch",
        "OPTIONS /capture",
        "OPTIONS /e",
        "OPTIONS /i/v0/e",
        "OPTIONS /v1/a",
        "OPTIONS /v1/alias",
        "OPTIONS /v1/batch",
        "OPTIONS /v1/g",
        "OPTIONS /v1/group",
        "OPTIONS /v1/i",
        "OPTIONS /v1/identify",
        "OPTIONS /v1/logs",
        "OPTIONS /v1/metrics",
        "OPTIONS /v1/p",
        "OPTIONS /v1/page",
        "OPTIONS /v1/s",
        "OPTIONS /v1/screen",
        "OPTIONS /v1/t",
        "OPTIONS /v1/track",
        "OPTIONS /v1/traces",
    ];

    private IReadOnlyList<RouteEndpoint> Routes =>
        [.. console.Services.GetRequiredService<IEnumerable<EndpointDataSource>>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()];

    [Fact]
    public void Every_list_accepts_a_limit() =>
        Routes
            .Where(route => route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains("GET") == true)
            .Where(route => route.Metadata.OfType<IProducesResponseTypeMetadata>().Any(answer => IsPage(answer.Type)))
            .Where(route => route.Metadata.OfType<QueryParameter>().All(value => value.Name != "limit"))
            .Select(route => route.RoutePattern.RawText)
            .ShouldBeEmpty();

    private static bool IsPage(Type? type) => type is { IsGenericType: true } && type.GetGenericTypeDefinition() == typeof(Page<>);

    [Fact]
    public void Every_endpoint_declares_its_permission() =>
        Routes.Where(route => route.Metadata.GetMetadata<RequiredPermission>() is null).Select(route => route.DisplayName).ShouldBeEmpty();

    [Fact]
    public void Public_routes_are_listed_with_a_reason()
    {
        var anonymous = Routes.Where(route => route.Metadata.GetMetadata<RequiredPermission>() is { Name: null }).ToList();
        foreach (var route in anonymous)
            output.WriteLine($"{route.RoutePattern.RawText, -40} {route.Metadata.GetMetadata<RequiredPermission>()!.Why}");

        anonymous.Select(Name).Distinct().Order(StringComparer.Ordinal).ShouldBe(Anonymous.Order(StringComparer.Ordinal));
        anonymous.Where(route => string.IsNullOrWhiteSpace(route.Metadata.GetMetadata<RequiredPermission>()!.Why)).ShouldBeEmpty();
    }

    private static string Name(RouteEndpoint route) =>
        route.Metadata.GetMetadata<IHttpMethodMetadata>() is { HttpMethods: ["OPTIONS"] }
            ? $"OPTIONS {route.RoutePattern.RawText}"
            : route.RoutePattern.RawText!;
}
