using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Gates;

/// <summary>Adds CORS headers to every response for known origins, including errors about missing keys and oversized bodies, which occur before the key is known.</summary>
internal sealed class PageAnswers(RequestDelegate next, KnownOrigins origins)
{
    public async Task Invoke(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<FromPages>() is not null && FromPages.Origin(context.Request) is { } origin)
        {
            context.Response.Headers.Vary = "Origin";
            if (await origins.Contain(origin, context.RequestAborted))
                FromPages.Show(context.Response, origin);
        }
        await next(context);
    }
}
