using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Gates;

/// <summary>The one place where a route's permission is asked for.</summary>
internal sealed class PermissionGate(RequestDelegate next, Catalogue catalogue, ILogger<PermissionGate> log)
{
    public Task Invoke(HttpContext context)
    {
        // Answers that routing makes itself, such as 405 and 415, are endpoints without a route.
        if (context.GetEndpoint() is not RouteEndpoint route)
            return next(context);
        if (route.Metadata.GetMetadata<PermissionNeeded>() is not { } needed)
            throw new InvalidOperationException($"The route {route.RoutePattern.RawText} does not say which permission it needs, so nobody may call it.");
        if (needed.Name is null)
            return next(context);
        if (Caller.Of(context) is not { } caller)
            return needed.IsPortal ? throw Closed : AskWho(context);
        if (IsBeyond(caller, needed, context.Request.Method))
            throw new Problem(
                403,
                "whole_platform",
                caller.Kind is CallerKind.Key
                    ? "This is about the whole platform. A key for test data or for one tenant can't use it; create a live key for all tenants."
                    : "This is about the whole platform, and your role sees only some tenants. Ask an owner."
            );
        if (catalogue.May(caller, needed.Name))
            return Hidden.First(needed.About) is { } hidden ? throw Hidden.Refused(hidden) : next(context);
        if (catalogue.Known(needed.Name) is { } operation && caller.Hiding(operation.Is) is { } about)
            throw Hidden.Refused(about);

        if (needed.IsPortal)
            throw new Problem(403, "portal_scope", "Your application opened this page for something else. Go back there and open it again.");
        log.LogWarning("{Caller} was refused {Route}: {Permission} is missing", caller.Id, route.RoutePattern.RawText, needed.Name);
        var who = caller.Kind is CallerKind.Key ? "this API key does not have" : "you do not have";
        var why = catalogue.Known(needed.Name) is { } declared ? caller.WhyNotByWildcard(declared.Is) : "";
        throw Problem.Forbidden(needed.Name, $"This needs the permission {needed.Name}, which {who}.{why}");
    }

    /// <summary>A limited key calls nothing of the platform's. A person of a limited role changes nothing of it; what they read is held back by the database.</summary>
    private static bool IsBeyond(Caller caller, PermissionNeeded needed, string method) =>
        !needed.IsPortal
        && needed.Name is { } permission // asked only where one is needed
        && (
            caller.IsKeyBeyond(permission)
            || (
                caller is { Kind: CallerKind.Person, IsBound: true }
                && permission != TenantPermissions.Own
                && !TenantPermissions.Contain(permission)
                && !(HttpMethods.IsGet(method) || HttpMethods.IsHead(method))
            )
        );

    private static Problem Closed =>
        new(401, "portal_closed", "You were not let in, or an hour is over since you were. Go back to your application and open the page there again.");

    private static Task AskWho(HttpContext context)
    {
        if (Answer.IsProgram(context))
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
            throw new Problem(
                401,
                "unauthenticated",
                SdkKey.Of(context) is { } sdk ? sdk.Says
                    : context.Request.Headers.Authorization.Count > 0 ? "This API key is not known here, was revoked or has expired."
                    : "Send an API key: Authorization: Bearer oc_live_…"
            );
        }
        if (Answer.IsFragment(context))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            context.Response.Headers["HX-Redirect"] = SignIn(Shown(context));
            return Task.CompletedTask;
        }
        context.Response.Redirect(SignIn(HttpMethods.IsGet(context.Request.Method) ? context.Request.Path + context.Request.QueryString : null));
        return Task.CompletedTask;
    }

    private static string SignIn(string? back) => back is null or "/" ? "/sign-in" : $"/sign-in?return={Uri.EscapeDataString(back)}";

    // A fragment's own address is no page to come back to; the page that shows it is.
    private static string? Shown(HttpContext context) =>
        Uri.TryCreate(context.Request.Headers["HX-Current-URL"], UriKind.Absolute, out var page) ? page.PathAndQuery : null;
}
