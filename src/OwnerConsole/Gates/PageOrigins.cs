using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Gates;

/// <summary>A page of another site may send with a key only where the key names its origin; it is told so in a way that its browser lets it read.</summary>
internal sealed class PageOrigins(RequestDelegate next)
{
    public Task Invoke(HttpContext context)
    {
        if (
            context.GetEndpoint()?.Metadata.GetMetadata<FromPages>() is null
            || Caller.Of(context) is not { Kind: CallerKind.Key } key
            || FromPages.Origin(context.Request) is not { } origin
        )
            return next(context);
        var headers = context.Response.Headers;
        headers.Vary = "Origin";
        if (!key.Origins.Contains(origin, StringComparer.Ordinal))
            throw FromPages.Refused();
        headers.AccessControlAllowOrigin = origin;
        headers.AccessControlExposeHeaders = "Retry-After, RateLimit, RateLimit-Policy";
        return next(context);
    }
}
