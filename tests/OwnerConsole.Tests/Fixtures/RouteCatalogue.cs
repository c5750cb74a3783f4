using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Fixtures;

/// <summary>All routes that require authentication, for rules that apply to every route.</summary>
public static class RouteCatalogue
{
    /// <remarks>Streams never end; their own tests check what they may send.</remarks>
    /// <returns>Read routes whose response ends.</returns>
    public static IReadOnlyList<RouteEndpoint> Read(TestConsole console) =>
        [
            .. console
                .Services.GetRequiredService<IEnumerable<EndpointDataSource>>()
                .SelectMany(source => source.Endpoints)
                .OfType<RouteEndpoint>()
                .Where(route => route.Metadata.GetMetadata<RequiredPermission>()?.Name is not null)
                .Where(route => route.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods.Contains("GET"))
                .Where(route => route.Metadata.GetMetadata<EndlessResponse>() is null),
        ];

    /// <param name="id">Returns the id for the literal segment before it, such as <c>tenants</c>.</param>
    public static string Address(RouteEndpoint route, Func<string?, string> id)
    {
        var parts = route.RoutePattern.PathSegments.Select(segment => segment.Parts[0]).ToList();
        return "/"
            + string.Join(
                '/',
                parts.Select(
                    (part, at) =>
                        part is RoutePatternLiteralPart literal ? literal.Content
                        : (part as RoutePatternParameterPart)!.Name is "tab" ? "members"
                        : id(parts.Take(at).OfType<RoutePatternLiteralPart>().LastOrDefault()?.Content)
                )
            );
    }

    /// <returns>JSON if the route accepts it, otherwise the first type that it accepts.</returns>
    public static string MediaType(IAcceptsMetadata? accepted) =>
        accepted is null || accepted.ContentTypes.Contains("application/json") ? "application/json" : accepted.ContentTypes[0];
}
