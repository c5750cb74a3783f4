using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using OwnerConsole.Data;

namespace OwnerConsole.Kernel.Modules;

/// <summary>Marks a route that pages of other origins can call with a key that allows their origin. For other routes, browsers block the response.</summary>
public sealed class CrossOriginAccess
{
    /// <returns>Origin of the calling page; null for other callers. Some webhook senders put their name in this header, without a scheme.</returns>
    public static string? Origin(HttpRequest request) =>
        request.Headers.Origin.ToString() is { } origin
        && (origin == "null" || origin.Contains("://", StringComparison.Ordinal))
        && origin != $"{request.Scheme}://{request.Host}"
            ? origin
            : null;

    /// <summary>Lets the browser show the response to a page of this origin.</summary>
    public static void AllowOrigin(HttpResponse response, string origin)
    {
        response.Headers.AccessControlAllowOrigin = origin;
        response.Headers.AccessControlExposeHeaders = "Retry-After, RateLimit, RateLimit-Policy";
    }

    public static Problem Refused(HttpResponse response)
    {
        response.Headers.Remove(HeaderNames.AccessControlAllowOrigin);
        return new(
            403,
            "origin_not_allowed",
            "This API key doesn't allow requests from this origin. Use a key with only the scopes event.report, error.report and telemetry.report, and add the origin to its allowed origins."
        );
    }
}
