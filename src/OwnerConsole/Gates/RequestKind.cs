using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Gates;

/// <summary>Selects the response format: JSON for programs, a fragment for htmx, a page for browsers.</summary>
internal static class RequestKind
{
    public static bool IsFragment(HttpContext context) => context.Request.Headers["HX-Request-Type"] == "partial";

    /// <summary>True for requests under /api, calls at SDK addresses, requests with an API key, and requests that do not accept HTML.</summary>
    public static bool IsProgram(HttpContext context) =>
        context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal)
        || SdkKey.Of(context) is not null
        || context.Request.Headers.Authorization.Count > 0
        || (!IsFragment(context) && !context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase));
}
