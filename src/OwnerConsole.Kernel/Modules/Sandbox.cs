using Microsoft.AspNetCore.Builder;

namespace OwnerConsole.Kernel.Modules;

/// <summary>Marks a route that returns user-written HTML, for display in a frame without scripts, external resources and navigation.</summary>
public sealed record Sandbox
{
    /// <summary>Allows only inline styles and embedded images, as emails do.</summary>
    public const string Policy =
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'; frame-ancestors 'self'; sandbox";
}

public static class SandboxExtensions
{
    public static T Sandboxed<T>(this T route)
        where T : IEndpointConventionBuilder
    {
        route.WithMetadata(new Sandbox());
        return route;
    }
}
