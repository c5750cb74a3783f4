using Microsoft.AspNetCore.Http;

namespace OwnerConsole.Kernel.Modules;

/// <summary>Reads the request headers of htmx.</summary>
public static class Htmx
{
    /// <summary>True when htmx requests a fragment. Back and reload request the whole page, even through htmx.</summary>
    public static bool IsPartial(this HttpContext context) => context.Request.Headers["HX-Request-Type"] == "partial";

    /// <summary>True when content that can also be a dialog is requested as a separate page or page section; otherwise it is rendered as a dialog.</summary>
    public static bool IsOwnPage(this HttpContext context) =>
        !context.IsPartial() || context.Request.Headers["HX-Target"].ToString().StartsWith("section", StringComparison.Ordinal);
}
