using Microsoft.AspNetCore.Routing.Template;

namespace OwnerConsole.Gates;

/// <summary>Names requests in the server log by the pattern of their route, because a path can contain a secret, such as the token of a heartbeat.</summary>
internal static class LoggedRoute
{
    private const string Unknown = "an unknown route";

    /// <returns>The pattern, such as /tenants/{id}.</returns>
    public static string Of(HttpContext context) => (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? Unknown;

    /// <param name="url">URL of a page of the console, as a browser reports it.</param>
    /// <returns>The pattern of the most specific route that has the path.</returns>
    public static string Of(Uri url, EndpointDataSource routes) =>
        routes
            .Endpoints.OfType<RouteEndpoint>()
            .OrderBy(route => route.RoutePattern.InboundPrecedence)
            .FirstOrDefault(route => new TemplateMatcher(new RouteTemplate(route.RoutePattern), []).TryMatch(url.AbsolutePath, []))
            ?.RoutePattern.RawText
        ?? Unknown;
}
