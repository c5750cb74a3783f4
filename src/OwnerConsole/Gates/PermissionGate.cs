using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Gates;

/// <summary>Checks the permission of every route.</summary>
internal sealed class PermissionGate(RequestDelegate next, OperationCatalogue catalogue, ILogger<PermissionGate> log)
{
    private const int MaxReturn = 2_000; // with a longer address, the sign-in page itself would be refused

    public Task Invoke(HttpContext context)
    {
        // Responses of routing itself, such as 405 and 415, are endpoints without a route.
        if (context.GetEndpoint() is not RouteEndpoint route)
            return next(context);
        if (route.Metadata.GetMetadata<RequiredPermission>() is not { } needed)
            throw new InvalidOperationException($"The route {route.RoutePattern.RawText} declares no permission, so no one can call it.");
        if (needed.Name is null)
            return next(context);
        if (Caller.Of(context) is not { } caller)
            return needed.IsPortal ? throw Closed : AskWho(context);
        if (IsBeyond(caller, needed, context.Request.Method))
            throw Problem.WholePlatform(caller);
        if (catalogue.Can(caller, needed.Name) || (needed.Alternative is { } alternative && catalogue.Can(caller, alternative)))
            return HiddenFields.First(needed.About) is { } hidden ? throw HiddenFields.Forbidden(hidden) : next(context);
        if (catalogue.FindOrDefault(needed.Name) is { } operation && caller.FindHiddenClass(operation.Definition) is { } about)
            throw HiddenFields.Forbidden(about);

        if (needed.IsPortal)
            throw new Problem(403, "portal_scope", "This link does not cover this page. Return to your application and open the page from there.");
        log.LogWarning("{Caller} was refused {Route}: {Permission} is missing", caller.Id, route.RoutePattern.RawText, needed.Name);
        var who = caller.Kind is CallerKind.Key ? "this API key doesn't have" : "you don't have";
        var why = catalogue.FindOrDefault(needed.Name) is { } declared ? caller.WhyNotByWildcard(declared.Definition) : "";
        throw Problem.Forbidden(needed.Name, $"This requires the permission {needed.Name}, which {who}.{why}");
    }

    /// <summary>Limited keys can't call platform endpoints. People with a limited role can't change platform data; the database filters what they read.</summary>
    private static bool IsBeyond(Caller caller, RequiredPermission needed, string method) =>
        !needed.IsPortal
        && needed.Name is { } permission // checked only if the route requires a permission
        && (
            caller.IsKeyOutOfScope(permission)
            || (
                caller is { Kind: CallerKind.Person, IsScoped: true }
                && permission != TenantPermissions.OwnAccount
                && !TenantPermissions.Contains(permission)
                && !(HttpMethods.IsGet(method) || HttpMethods.IsHead(method))
            )
        );

    private static Problem Closed =>
        new(401, "portal_closed", "Your access has expired or was never granted. Return to your application and open the page from there.");

    private static Task AskWho(HttpContext context)
    {
        if (RequestKind.IsProgram(context))
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
            throw new Problem(
                401,
                "unauthenticated",
                SdkKey.Of(context) is { } sdk ? sdk.Description
                    : context.Request.Headers.Authorization.Count > 0 ? "This API key is invalid, revoked or expired."
                    : "Send an API key: Authorization: Bearer oc_live_…"
            );
        }
        if (RequestKind.IsFragment(context) || context.IsAutomatic()) // following a redirect would replace a part of the page by the sign-in form
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            context.Response.Headers["HX-Redirect"] = SignIn(Shown(context));
            return Task.CompletedTask;
        }
        context.Response.Redirect(SignIn(HttpMethods.IsGet(context.Request.Method) ? context.Request.Path + context.Request.QueryString : null));
        return Task.CompletedTask;
    }

    private static string SignIn(string? back) =>
        back is null or "/" || Uri.EscapeDataString(back) is { Length: > MaxReturn } ? "/sign-in" : $"/sign-in?return={Uri.EscapeDataString(back)}";

    // The address of a fragment is not a page to return to; the page that contains it is.
    private static string? Shown(HttpContext context) =>
        Uri.TryCreate(context.Request.Headers["HX-Current-URL"], UriKind.Absolute, out var page) ? page.PathAndQuery : null;
}
