using Microsoft.AspNetCore.HttpOverrides;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;

namespace OwnerConsole.Gates;

/// <summary>The order in which every request passes; a gate earlier in it protects all that follow.</summary>
internal static class GateSetup
{
    /// <summary>Before files and routing: what holds for every answer.</summary>
    public static void UseOuterGates(this WebApplication app)
    {
        app.Use(
            async (context, next) =>
            {
                Bound.Begin();
                Hidden.Begin();
                await next(context);
            }
        );
        // Only a proxy on this machine, or one that was named, may say who asked and by which scheme; anyone else would be believed about their own address.
        var forwarded = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto, ForwardLimit = 1 };
        foreach (var proxy in app.Services.GetRequiredService<HostOptions>().Proxies)
            forwarded.KnownIPNetworks.Add(proxy);
        app.UseForwardedHeaders(forwarded);
        app.UseMiddleware<SecurityHeaders>();
        app.UseMiddleware<ErrorAnswers>();
        app.UseMiddleware<HeadLimit>();
        app.UseCookiePolicy(new() { Secure = CookieSecurePolicy.Always });
    }

    /// <summary>After routing: who asks, whether they may, and whether it was really them.</summary>
    public static void UseInnerGates(this WebApplication app)
    {
        app.UseMiddleware<PortalLimits>();
        app.UseMiddleware<Callers>();
        app.UseMiddleware<PermissionGate>();
        app.UseMiddleware<PageOrigins>();
        app.UseMiddleware<ApiLimits>();
        app.UseMiddleware<PageLimits>();
        app.UseMiddleware<ForgeryGuard>();
        app.UseMiddleware<Trespasses>();
        app.UseAntiforgery(); // the framework insists on its own check where a route binds a form
        CspReports.Map(app);
    }
}
