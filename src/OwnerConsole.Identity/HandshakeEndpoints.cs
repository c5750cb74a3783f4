using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Identity;

/// <summary>Answers preflight requests: CORS from browsers, and webhook validation from CloudEvents senders.</summary>
/// <remarks>Sources: the Fetch standard's CORS protocol; HTTP 1.1 Web Hooks for Event Delivery 1.0 of CloudEvents. Neither request carries the key, so neither answer depends on one.</remarks>
public sealed class HandshakeEndpoints(KnownOrigins origins)
{
    private static readonly string s_rate = (HighRateLimit.CallsPerSecond * 60).ToString(CultureInfo.InvariantCulture);

    /// <param name="post">Route that accepts events and can be called from web pages.</param>
    public static void Map(IEndpointRouteBuilder routes, string path, RouteHandlerBuilder post)
    {
        post.WithMetadata(new CrossOriginAccess());
        routes
            .MapMethods(path, [HttpMethods.Options], (HandshakeEndpoints self, HttpContext context) => self.Answer(context))
            .AllowAnyone("preflight request, sent without a key; returns only the origins that keys allow, and the rate limit")
            .ExcludeFromDescription();
    }

    private async Task<IResult> Answer(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.Allow = "OPTIONS, POST";
        if (context.Request.Headers.ContainsKey("WebHook-Request-Origin"))
        {
            headers["WebHook-Allowed-Origin"] = "*"; // any sender with a key is accepted
            headers["WebHook-Allowed-Rate"] = s_rate;
        }
        if (CrossOriginAccess.Origin(context.Request) is { } origin)
        {
            headers.Vary = "Origin";
            if (!await origins.Contains(origin, context.RequestAborted))
                throw CrossOriginAccess.Refused(context.Response);
            CrossOriginAccess.AllowOrigin(context.Response, origin);
            headers.AccessControlAllowMethods = HttpMethods.Post;
            headers.AccessControlAllowHeaders = "*, Authorization"; // * does not include Authorization
            headers.AccessControlMaxAge = "7200";
        }
        return Results.NoContent();
    }
}
