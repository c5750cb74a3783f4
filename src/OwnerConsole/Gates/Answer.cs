using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Gates;

/// <summary>What an asker can read: a program JSON, htmx a fragment, a browser a page.</summary>
internal static class Answer
{
    public static bool IsFragment(HttpContext context) => context.Request.Headers["HX-Request-Type"] == "partial";

    /// <summary>Everything under /api, whatever calls where SDKs call, whoever carries a key, and whoever does not ask for HTML.</summary>
    public static bool IsProgram(HttpContext context) =>
        context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal)
        || SdkKey.Of(context) is not null
        || context.Request.Headers.Authorization.Count > 0
        || (!IsFragment(context) && !context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase));
}
