using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Portal.Accounts.Pages;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Portal.Accounts;

/// <summary>The customer portal: pages for a tenant's users, opened by the application. Modules add their content as panels.</summary>
public sealed class Module : Kernel.Modules.Module
{
    internal const string Plan = "/account/plan";

    public override IEnumerable<Setting> Settings => [PortalFramePolicy.Setting];

    public override void AddServices(IServiceCollection services) =>
        services.AddSingleton<PortalEndpoints>().AddSingleton(new PortalFrame(typeof(PortalLayout), DrawHeader));

    public override void MapRoutes(IEndpointRouteBuilder routes)
    {
        routes
            .MapPost("/api/v1/portal-sessions", (PortalEndpoints self, HttpContext context) => self.Open(context))
            .WithSummary("Create a portal session for a tenant. Returns a link to open or embed, valid once and for 5 minutes.")
            .AcceptsJson<PortalLinkRequest>()
            .WithBodyExample(Json.Element(new PortalLinkRequest("ext:guild-1", "ext:ada", [PortalAccess.PlanRead], "https://app.example.com/billing")))
            .Produces<PortalLinkResponse>(StatusCodes.Status201Created)
            .RequirePermission("portal.open");
        routes
            .MapGet(PortalEndpoints.Entrance, (PortalEndpoints self, HttpContext context) => self.Enter(context))
            .AllowAnyone("the link authenticates and is valid once");
        routes.MapGet(PortalFramePolicy.PathPrefix, () => Results.Redirect(Plan)).RequirePortalScope(PortalAccess.PlanRead);
        routes.MapGet(Plan, ShowPlan).RequirePortalScope(PortalAccess.PlanRead);
    }

    /// <summary>Draws what modules add to the header for a member. Without a member, nothing is added.</summary>
    private static async Task<IReadOnlyList<RenderFragment>> DrawHeader(HttpContext context)
    {
        if (PortalSession.Of(context) is not { MemberId: { } member } || Caller.Of(context) is not { } caller)
            return [];
        await using var work = await context.RequestServices.GetRequiredService<Database>().Read(context.RequestAborted);
        return await context.RequestServices.GetRequiredService<Panels>().Draw("portal.header", new(caller, member, context.Request.Path), work);
    }

    private static async Task<IResult> ShowPlan(HttpContext context, Panels panels, Database database)
    {
        var (caller, session) = (Caller.Of(context)!, PortalSession.Of(context)!); // set on all portal routes
        await using var work = await database.Read(context.RequestAborted);
        var drawn = await panels.Draw("portal.plan", new(caller, session.TenantId, Plan), work);
        return new PortalPageResult("Plan and usage", PageResult.Of<PortalPlanPage>((nameof(PortalPlanPage.Panels), drawn)));
    }
}
