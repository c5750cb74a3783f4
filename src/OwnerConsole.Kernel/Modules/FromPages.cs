using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace OwnerConsole.Kernel.Modules;

/// <summary>On a route that pages of other sites may call, with a key that names their origin. Anywhere else a browser refuses to show them an answer.</summary>
public sealed class FromPages
{
    /// <returns>of the page that calls; null where none does. Senders of webhooks say their name in the same header, without a scheme.</returns>
    public static string? Origin(HttpRequest request) =>
        request.Headers.Origin.ToString() is { } origin && (origin == "null" || origin.Contains("://", StringComparison.Ordinal)) ? origin : null;

    /// <summary>Lets the browser show a page of this origin what it is answered.</summary>
    public static void Show(HttpResponse response, string origin)
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
            "Pages of this origin may not send with this key. Name the origin in a key that has event.report alone, and send with that."
        );
    }
}
