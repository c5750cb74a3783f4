using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Gates;

/// <summary>A page of another site may send with a key only where the key names its origin; its browser shows it nothing otherwise.</summary>
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
        if (!key.Origins.Contains(origin, StringComparer.Ordinal))
            throw FromPages.Refused(context.Response);
        FromPages.Show(context.Response, origin); // also where the key is younger than what is known of all
        return next(context);
    }
}
