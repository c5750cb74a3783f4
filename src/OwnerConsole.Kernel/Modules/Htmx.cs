using Microsoft.AspNetCore.Http;

namespace OwnerConsole.Kernel.Modules;

/// <summary>What htmx says of a request.</summary>
public static class Htmx
{
    /// <summary>Did it ask for a fragment? Back and reload ask for the whole page, also through htmx.</summary>
    public static bool IsPartial(this HttpContext context) => context.Request.Headers["HX-Request-Type"] == "partial";
}
