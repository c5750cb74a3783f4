using OwnerConsole.Identity;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Gates;

/// <summary>Adds CORS headers to every response for known origins, including errors about missing keys and oversized bodies, which occur before the key is known.</summary>
internal sealed class PageResponseHeaders(RequestDelegate next, KnownOrigins origins)
{
    public async Task Invoke(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<CrossOriginAccess>() is not null && CrossOriginAccess.Origin(context.Request) is { } origin)
        {
            context.Response.Headers.Vary = "Origin";
            if (await origins.Contains(origin, context.RequestAborted))
                CrossOriginAccess.AllowOrigin(context.Response, origin);
        }
        await next(context);
    }
}
