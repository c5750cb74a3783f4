using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Antiforgery;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Gates;

/// <summary>Protects against cross-site request forgery: a request that changes data must come from a page of the console and carry its token.</summary>
/// <remarks>
/// Covers every route, because the framework checks only routes that bind a form: a JSON post with the cookie would pass.
/// Requests with an API key are not from a browser and are exempt. Sign-in is covered too, otherwise an attacker could sign someone in to another account.
/// </remarks>
internal sealed class ForgeryGuard(RequestDelegate next, IAntiforgery tokens, ILogger<ForgeryGuard> log)
{
    public async Task Invoke(HttpContext context)
    {
        if (IsUnsafe(context) && !IsExempt(context) && !(IsOurs(context.Request) && await CarriesToken(context)))
        {
            log.LogWarning(
                "Refused {Method} {Route} from {Origin} ({Site})",
                context.Request.Method,
                LoggedRoute.Of(context),
                context.Request.Headers.Origin,
                context.Request.Headers["Sec-Fetch-Site"]
            );
            throw new Problem(403, "forged", "This page is out of date. Reload it and try again.");
        }
        await next(context);
    }

    // In a frame, the framework's cookie would be a third-party cookie. Forms of the portal therefore carry a token derived from the portal cookie.
    private async Task<bool> CarriesToken(HttpContext context) =>
        PortalSession.Of(context) is { } portal
            ? context.Request.HasFormContentType
                && CryptographicOperations.FixedTimeEquals(
                    Encoding.UTF8.GetBytes((await context.Request.ReadFormAsync(context.RequestAborted))[PortalSession.FormField].ToString()),
                    Encoding.UTF8.GetBytes(portal.FormToken)
                )
            : await tokens.IsRequestValidAsync(context);

    private static bool IsUnsafe(HttpContext context) =>
        context.GetEndpoint() is RouteEndpoint
        && !(HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method) || HttpMethods.IsOptions(context.Request.Method));

    // A route may opt out only if it creates no session; with a session at stake, the check always applies.
    private static bool IsExempt(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<BrowserReport>() is not null)
            return true;
        if (Caller.Of(context) is { } caller)
            return caller.Kind is CallerKind.Key;
        return context.GetEndpoint()?.Metadata.GetMetadata<IAntiforgeryMetadata>() is { RequiresValidation: false };
    }

    private static bool IsOurs(HttpRequest request)
    {
        if (request.Headers["Sec-Fetch-Site"].ToString() is { Length: > 0 } site)
            return site is "same-origin" or "none";
        return request.Headers.Origin.ToString() is not { Length: > 0 } origin || origin == $"{request.Scheme}://{request.Host}";
    }
}
