using Microsoft.AspNetCore.Http;

namespace OwnerConsole.Kernel.Modules;

/// <summary>Reads the request headers of htmx.</summary>
public static class Htmx
{
    /// <summary>True when htmx requests a fragment. Back and reload request the whole page, even through htmx.</summary>
    public static bool IsPartial(this HttpContext context) => context.Request.Headers["HX-Request-Type"] == "partial";

    /// <summary>
    /// True when the page sends the request by itself, such as a timer or after a change by someone else. Such a request doesn't count as activity of the
    /// person, because a page that stays open would never reach the idle timeout. Programs that omit the header only renew their own session.
    /// </summary>
    public static bool IsAutomatic(this HttpContext context) => context.Request.Headers["OC-Automatic"] == "true";

    /// <summary>True when content that can also be a dialog is requested as a separate page or page section; otherwise it is rendered as a dialog.</summary>
    public static bool IsOwnPage(this HttpContext context) =>
        !context.IsPartial() || context.Request.Headers["HX-Target"].ToString().StartsWith("section", StringComparison.Ordinal);
}
