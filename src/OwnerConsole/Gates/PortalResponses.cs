using Npgsql;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Gates;

/// <summary>Rules for every response of the tenant portal, including errors and unknown addresses.</summary>
internal static class PortalResponses
{
    public static bool IsPortal(HttpContext context) => context.Request.Path.StartsWithSegments(PortalFramePolicy.PathPrefix, StringComparison.Ordinal);

    /// <summary>Content security policy: no scripts, and framing only by the application's own pages.</summary>
    public static async Task<string> Policy(HttpContext context) =>
        "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; form-action 'self'; base-uri 'none'; "
        + $"frame-ancestors {await OrNone(() => context.RequestServices.GetRequiredService<PortalFramePolicy>().GetAncestors(context.RequestAborted), "'none'")}; report-to csp";

    /// <summary>Selects the owner's terms for an error, also if it occurred before they were loaded.</summary>
    public static async Task UsePlatformWords(HttpContext context) =>
        PlatformWords.SetCurrent(
            await OrNone(() => context.RequestServices.GetRequiredService<VocabularyCache>().GetCurrent(context.RequestAborted), PlatformWords.Current)
        );

    // If the database is down, the error page is still rendered without its data.
    private static async Task<T> OrNone<T>(Func<ValueTask<T>> ask, T otherwise)
    {
        try
        {
            return await ask();
        }
        catch (Exception away) when (away is NpgsqlException or OperationCanceledException)
        {
            return otherwise;
        }
    }
}
