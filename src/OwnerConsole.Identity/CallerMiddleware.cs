using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Identity;

/// <summary>
/// Authenticates requests: applications by API key, team members by session cookie, portal users by a separate cookie that is valid only in the portal.
/// </summary>
/// <remarks>
/// After an invalid key the cookie is not checked, because the sender intended to use the key. Routes for third-party SDKs never accept a cookie. Public content is the same for
/// everyone, so neither is looked up.
/// </remarks>
public sealed class CallerMiddleware(RequestDelegate next, ApiKeys keys, Sessions sessions, Segments segments, PortalAccess portal)
{
    public async Task Invoke(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<PublicContent>() is not null)
        {
            await next(context);
            return;
        }
        if (context.GetEndpoint()?.Metadata.GetMetadata<RequiredPermission>() is { IsPortal: true })
        {
            await SetPortalCaller(context);
            await next(context);
            return;
        }
        var sdk = SdkKey.Of(context);
        if (sdk is not null || context.Request.Headers.Authorization.ToString().Length > 0)
        {
            var text = BearerToken.Read(context) ?? (sdk is null ? null : await sdk.Read(context));
            if (text is not null && await keys.Find(text, context.RequestAborted) is { } key)
                SetCaller(context, key, key.Id);
        }
        else if (
            SessionCookie.Read(context) is { Length: > 0 } secret
            && await sessions.Find(secret, IsActivity(context), context.RequestAborted) is { } session
        )
        {
            context.Items[typeof(Session)] = session;
            if (session.Rotates && await sessions.Rotate(session.Id, context.RequestAborted) is { } other)
                SessionCookie.Write(context, other);
            if (IsPage(context))
                Modes.KeepForRequest();
            if (session.Stage == SessionStage.Open)
                SetCaller(context, await Person(session, context.RequestAborted), session.Name!);
        }
        await next(context);
    }

    /// <returns>False for requests that change data or don't end, in which the shown mode can change.</returns>
    private static bool IsPage(HttpContext context) =>
        HttpMethods.IsGet(context.Request.Method) && context.GetEndpoint()?.Metadata.GetMetadata<EndlessResponse>() is null;

    /// <returns>False for requests that an open page or the browser sends without its user.</returns>
    private static bool IsActivity(HttpContext context) =>
        !context.IsAutomatic()
        && context.GetEndpoint()?.Metadata is var metadata
        && metadata?.GetMetadata<EndlessResponse>() is null
        && metadata?.GetMetadata<BrowserReport>() is null;

    private async Task SetPortalCaller(HttpContext context)
    {
        if (PortalCookie.Read(context) is not { } cookie || PortalAccess.Tenant(cookie) is not { } tenantId)
            return;
        TenantScope.SetPortal(tenantId);
        if (await portal.Find(cookie, context.RequestAborted) is not { } found)
            return;
        context.Items[typeof(PortalSession)] = found;
        context.Items[typeof(Caller)] = new Caller(found.PortalId, CallerKind.Portal, found.Scopes, OnlyTenant: tenantId);
        context.User = new(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, found.PortalId)], nameof(CallerKind.Portal)));
    }

    private async Task<Caller> Person(Session session, CancellationToken stop) =>
        new(session.UserId!, CallerKind.Person, session.Grants!)
        {
            Segment = session.Segment is null ? null : await segments.Find(session.Segment, stop),
            Hides = session.Hides,
            IsProved = session.IsProved,
        };

    private static void SetCaller(HttpContext context, Caller caller, string name)
    {
        context.Items[typeof(Caller)] = caller;
        if (caller.OnlyTenant is { } only)
            TenantScope.Set(new HashSet<string>(StringComparer.Ordinal) { only });
        else if (caller.Segment is { } segment)
            TenantScope.Set(segment.Scope);
        HiddenFields.Set(caller.Hides);
        context.User = new(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, caller.Id), new(ClaimTypes.Name, name)], caller.Kind.ToString()));
    }
}
