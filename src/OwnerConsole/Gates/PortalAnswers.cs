using Npgsql;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Words;

namespace OwnerConsole.Gates;

/// <summary>What holds for every answer at an address of the tenants' own pages, errors and addresses that nobody knows included.</summary>
internal static class PortalAnswers
{
    public static bool Has(HttpContext context) => context.Request.Path.StartsWithSegments(PortalFrames.Pages, StringComparison.Ordinal);

    /// <summary>No script runs there; the application's own pages may show them in a frame.</summary>
    public static async Task<string> Policy(HttpContext context) =>
        "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; form-action 'self'; base-uri 'none'; "
        + $"frame-ancestors {await OrNone(() => context.RequestServices.GetRequiredService<PortalFrames>().Now(context.RequestAborted), "'none'")}; report-to csp";

    /// <summary>An error is said in the platform's words, also where it came before they were asked for.</summary>
    public static async Task Speak(HttpContext context) =>
        PlatformWords.Speak(await OrNone(() => context.RequestServices.GetRequiredService<Vocabulary>().Now(context.RequestAborted), PlatformWords.Now));

    // When the database is away the page that says so still stands.
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
