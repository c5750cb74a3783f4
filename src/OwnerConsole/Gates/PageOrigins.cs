using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Gates;

/// <summary>Lets pages of other sites use a key only if the key allows their origin. For other origins, the browser hides the response.</summary>
internal sealed class PageOrigins(RequestDelegate next)
{
    public Task Invoke(HttpContext context)
    {
        if (
            context.GetEndpoint()?.Metadata.GetMetadata<CrossOriginAccess>() is null
            || Caller.Of(context) is not { Kind: CallerKind.Key } key
            || CrossOriginAccess.Origin(context.Request) is not { } origin
        )
            return next(context);
        if (!key.Origins.Contains(origin, StringComparer.Ordinal))
            throw CrossOriginAccess.Refused(context.Response);
        CrossOriginAccess.AllowOrigin(context.Response, origin); // the key may be newer than the cached list of origins
        return next(context);
    }
}
