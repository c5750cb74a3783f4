using Microsoft.AspNetCore.Http;

namespace OwnerConsole.Kernel.Modules;

/// <summary>What htmx says of a request.</summary>
public static class Htmx
{
    /// <summary>Did it ask for a fragment? Back and reload ask for the whole page, also through htmx.</summary>
    public static bool IsPartial(this HttpContext context) => context.Request.Headers["HX-Request-Type"] == "partial";

    /// <summary>Is what may be a dialog a page of its own? It is drawn into the host of dialogs, or over itself: as the section of its page, or as the dialog it is already.</summary>
    public static bool IsOwnPage(this HttpContext context) =>
        !context.IsPartial() || context.Request.Headers["HX-Target"].ToString().StartsWith("section", StringComparison.Ordinal);
}
