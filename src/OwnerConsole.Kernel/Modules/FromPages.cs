using Microsoft.AspNetCore.Http;

namespace OwnerConsole.Kernel.Modules;

/// <summary>On a route that pages of other sites may call, with a key that names their origin. Anywhere else a browser refuses to show them an answer.</summary>
public sealed class FromPages
{
    /// <returns>of the page that calls; null where none does. Senders of webhooks say their name in the same header, without a scheme.</returns>
    public static string? Origin(HttpRequest request) =>
        request.Headers.Origin.ToString() is { } origin && (origin == "null" || origin.Contains("://", StringComparison.Ordinal)) ? origin : null;

    public static Problem Refused() =>
        new(
            403,
            "origin_not_allowed",
            "Pages of this origin may not send with this key. Name the origin in a key that has event.report alone, and send with that."
        );
}
