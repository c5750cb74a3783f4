using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Gates;

/// <summary>A page of an origin that any key names can read whatever it is answered, also that its key is none or its body too large: both are said before anybody knows whose key it is.</summary>
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
