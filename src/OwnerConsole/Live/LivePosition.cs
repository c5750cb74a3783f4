using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Streams;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Live;

/// <summary>Records the log position before a page is rendered. The page's stream continues from there, so that no change is missed in between.</summary>
internal sealed class LivePosition(RequestDelegate next, LogStream stream)
{
    public async Task Invoke(HttpContext context)
    {
        if (
            HttpMethods.IsGet(context.Request.Method)
            && Caller.Of(context) is { Kind: CallerKind.Person }
            && !context.IsPartial()
            && context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal)
        )
            context.Items[typeof(LivePosition)] = await stream.Head(context.RequestAborted);
        await next(context);
    }

    /// <returns>Null if the page does not follow the log.</returns>
    public static long? Of(HttpContext context) => context.Items[typeof(LivePosition)] as long?;
}
