using Microsoft.AspNetCore.HttpOverrides;
using OwnerConsole.Data;
using OwnerConsole.Identity;

namespace OwnerConsole.Gates;

/// <summary>Order of the middleware; each gate protects everything after it.</summary>
internal static class MiddlewareSetup
{
    /// <summary>Gates before static files and routing: rules for every response.</summary>
    public static void UseOuterGates(this WebApplication app)
    {
        app.Use(
            async (context, next) =>
            {
                TenantScope.BeginRequest();
                HiddenFields.BeginRequest();
                await next(context);
            }
        );
        // Only a proxy on this machine or a configured one may set the client address and scheme. Any other client could fake its own address.
        var forwarded = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto, ForwardLimit = 1 };
        foreach (var proxy in app.Services.GetRequiredService<HostOptions>().Proxies)
            forwarded.KnownIPNetworks.Add(proxy);
        app.UseForwardedHeaders(forwarded);
        app.UseMiddleware<SecurityHeaders>();
        app.UseMiddleware<ErrorMiddleware>();
        app.UseMiddleware<HeaderLimit>();
        app.UseCookiePolicy(new() { Secure = CookieSecurePolicy.Always });
    }

    /// <summary>Gates after routing: authentication, permissions and request forgery.</summary>
    public static void UseInnerGates(this WebApplication app)
    {
        app.UseMiddleware<PortalLimits>();
        app.UseMiddleware<CallerMiddleware>();
        app.UseMiddleware<PermissionGate>();
        app.UseMiddleware<PageOrigins>();
        app.UseMiddleware<ApiLimits>();
        app.UseMiddleware<PageLimits>();
        app.UseMiddleware<ForgeryGuard>();
        app.UseMiddleware<ForbiddenAccessLog>();
        app.UseAntiforgery(); // the framework requires its own check on routes that bind a form
        CspReports.Map(app);
    }
}
