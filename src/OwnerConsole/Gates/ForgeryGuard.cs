using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Antiforgery;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Gates;

/// <summary>Nothing is changed by a request that another site made the browser send: it must come from our own page and carry that page's token.</summary>
/// <remarks>
/// Stands on every route, because the framework's own check looks only at those that take a form: a JSON post with the cookie passed it.
/// A caller with an API key is no browser. Sign-in is guarded too, or somebody could be signed in to another's console.
/// </remarks>
internal sealed class ForgeryGuard(RequestDelegate next, IAntiforgery tokens, ILogger<ForgeryGuard> log)
{
    public async Task Invoke(HttpContext context)
    {
        if (IsUnsafe(context) && !IsExempt(context) && !(IsOurs(context.Request) && await CarriesToken(context)))
        {
            log.LogWarning(
                "Refused {Method} {Path} from {Origin} ({Site})",
                context.Request.Method,
                context.Request.Path,
                context.Request.Headers.Origin,
                context.Request.Headers["Sec-Fetch-Site"]
            );
            throw new Problem(403, "forged", "This did not come from a fresh page of the console. Reload the page and do it again.");
        }
        await next(context);
    }

    // In a frame the framework's own cookie would be another site's, so a form of the portal carries what only its own cookie can be made into.
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

    // A route may opt out only when it takes nobody in: with a session at stake the check stays.
    private static bool IsExempt(HttpContext context)
    {
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
