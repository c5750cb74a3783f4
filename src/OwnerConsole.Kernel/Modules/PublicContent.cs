using Microsoft.AspNetCore.Builder;

namespace OwnerConsole.Kernel.Modules;

/// <summary>
/// Marks a public route without scripts whose response doesn't depend on who requests it. Cookies and keys are ignored, so that it is also served while the
/// database is down, and the route can allow shared caches to store it.
/// </summary>
public sealed record PublicContent
{
    /// <summary>Content security policy without a nonce, because the response can be stored.</summary>
    public const string Policy =
        "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
}

public static class PublicContentExtensions
{
    public static T AsPublicContent<T>(this T route)
        where T : IEndpointConventionBuilder
    {
        route.WithMetadata(new PublicContent());
        return route;
    }
}
