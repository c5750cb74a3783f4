using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Portal.Accounts.Pages;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Portal.Accounts;

/// <summary>A tenant's own pages: an application lets its people in, and whatever the product has to show them is a panel of a module.</summary>
public sealed class Module : Kernel.Modules.Module
{
    internal const string Plan = "/account/plan";

    public override IEnumerable<Setting> Settings => [PortalFrames.Setting];

    public override void AddServices(IServiceCollection services) =>
        services.AddSingleton<PortalEndpoints>().AddSingleton(new PortalFrame(typeof(PortalLayout)));

    public override void MapRoutes(IEndpointRouteBuilder routes)
    {
        routes
            .MapPost("/api/v1/portal-sessions", (PortalEndpoints self, HttpContext context) => self.Open(context))
            .Says(
                "Let one of a tenant's people in to the tenant's own pages: the answer has a link that is good once and for five minutes, to open or to embed."
            )
            .Takes<PortalAsked>()
            .Like(Json.Element(new PortalAsked("ext:guild-1", "ext:ada", [PortalDoor.PlanRead], "https://app.example.com/billing")))
            .Answers<PortalOpened>(StatusCodes.Status201Created)
            .Needs("portal.open");
        routes
            .MapGet(PortalEndpoints.Entrance, (PortalEndpoints self, HttpContext context) => self.Enter(context))
            .ForAnyone("the link is the proof, and is good once");
        routes.MapGet(PortalFrames.Pages, () => Results.Redirect(Plan)).InPortal(PortalDoor.PlanRead);
        routes.MapGet(Plan, ShowPlan).InPortal(PortalDoor.PlanRead);
    }

    private static async Task<IResult> ShowPlan(HttpContext context, Panels panels, Database database)
    {
        var (caller, session) = (Caller.Of(context)!, PortalSession.Of(context)!); // the route is of the portal, so there are both
        await using var work = await database.Read(context.RequestAborted);
        var drawn = await panels.Draw("portal.plan", new(caller, session.TenantId, Plan), work);
        return new PortalPage("Plan and usage", Page.Of<PlanPage>((nameof(PlanPage.Panels), drawn)));
    }
}
