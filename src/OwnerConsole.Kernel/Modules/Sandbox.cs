using Microsoft.AspNetCore.Builder;

namespace OwnerConsole.Kernel.Modules;

/// <summary>A route that answers what somebody wrote as HTML: to be seen in a frame of ours, where it runs nothing, loads nothing and reaches nothing.</summary>
public sealed record Sandbox
{
    /// <summary>Inline styles are all it has, as letters do.</summary>
    public const string Policy =
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'; frame-ancestors 'self'; sandbox";
}

public static class Sandboxing
{
    public static T Sandboxed<T>(this T route)
        where T : IEndpointConventionBuilder
    {
        route.WithMetadata(new Sandbox());
        return route;
    }
}
