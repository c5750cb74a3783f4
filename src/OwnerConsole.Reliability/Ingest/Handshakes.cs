using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Reliability.Ingest;

/// <summary>What is asked before anything is sent: by a browser whether a page may, by the sender of a webhook whether it is welcome and how often.</summary>
/// <remarks>Sources: the Fetch standard's CORS protocol; HTTP 1.1 Web Hooks for Event Delivery 1.0 of CloudEvents. Neither sends the key, so neither answer says anything of one.</remarks>
public sealed class Handshakes(KnownOrigins origins)
{
    private static readonly string s_rate = (OftenCalled.CallsASecond * 60).ToString(CultureInfo.InvariantCulture);

    /// <param name="post">takes events and may be called by pages</param>
    public static void Map(IEndpointRouteBuilder routes, string path, RouteHandlerBuilder post)
    {
        post.WithMetadata(new FromPages());
        routes
            .MapMethods(path, [HttpMethods.Options], (Handshakes self, HttpContext context) => self.Answer(context))
            .ForAnyone("asked before anything is sent, without a key; says only which origins any key names, and the limit")
            .ExcludeFromDescription();
    }

    private async Task<IResult> Answer(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.Allow = "OPTIONS, POST";
        if (context.Request.Headers.ContainsKey("WebHook-Request-Origin"))
        {
            headers["WebHook-Allowed-Origin"] = "*"; // whoever has a key is welcome
            headers["WebHook-Allowed-Rate"] = s_rate;
        }
        if (FromPages.Origin(context.Request) is { } origin)
        {
            headers.Vary = "Origin";
            if (!await origins.Contain(origin, context.RequestAborted))
                throw FromPages.Refused(context.Response);
            FromPages.Show(context.Response, origin);
            headers.AccessControlAllowMethods = HttpMethods.Post;
            headers.AccessControlAllowHeaders = "*, Authorization"; // the star does not cover it
            headers.AccessControlMaxAge = "7200";
        }
        return Results.NoContent();
    }
}
