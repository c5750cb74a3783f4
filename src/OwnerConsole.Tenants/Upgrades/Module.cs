using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Lanes;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Tenants.Upgrades.Public;

namespace OwnerConsole.Tenants.Upgrades;

/// <summary>Plans that tenants ask for, until somebody answers.</summary>
public sealed class Module : Kernel.Modules.Module
{
    public override IEnumerable<EventKind> Events => UpgradeEvents.All;

    public override IEnumerable<PageLink> Links => [new(Section.Revenue, "Upgrade requests", UpgradeRoutes.Address, UpgradeEndpoints.Read, Order: 2)];

    public override IEnumerable<Panel> Panels =>
        [new("tenant.overview", UpgradeEndpoints.Read, 6, (services, place, work) => services.GetRequiredService<UpgradeRoutes>().Draw(place, work))];

    public override void AddServices(IServiceCollection services) =>
        services
            .AddSingleton<UpgradeRequests>()
            .AddSingleton<UpgradeList>()
            .AddSingleton<UpgradeQueue>()
            .AddSingleton<UpgradeEndpoints>()
            .AddSingleton<UpgradeRoutes>()
            .AddSingleton<UpgradeExport>()
            .AddSingleton<INeeds, UpgradeNeeds>()
            .AddSingleton<IWorkKind, RuleApprovals>()
            .AddSingleton(Exported.Requests);

    public override void MapRoutes(IEndpointRouteBuilder routes)
    {
        routes.MapGet(UpgradeRoutes.Address, (UpgradeRoutes self, HttpContext context) => self.Show(context)).OpensAsChosen().Needs(UpgradeEndpoints.Read);
        routes.MapGet(UpgradeExport.Address, (UpgradeExport self, HttpContext context) => self.Send(context)).Needs(UpgradeEndpoints.Read);
        routes
            .MapPost("/api/v1/tenants/{id}/upgrade-requests", (UpgradeEndpoints self, HttpContext context, string id) => self.Open(context, id))
            .Says(
                "Ask for a plan in a tenant's name. While its request for that plan is open, asking again answers the same one; sent again with its Idempotency-Key it is asked once."
            )
            .Takes<UpgradeAsked>()
            .Like(Json.Element(new UpgradeAsked("pro", ["starter"], "We have more clients than fit.")))
            .Answers<UpgradeView>()
            .Needs(UpgradeEndpoints.Ask);
        routes
            .MapGet("/api/v1/tenants/{id}/upgrade-requests", (UpgradeEndpoints self, HttpContext context, string id) => self.OfTenant(context, id))
            .Says("List the plans that a tenant has asked for, the newest first.")
            .Pages()
            .Reads("state", "open, approved, rejected or cancelled")
            .Answers<Page<UpgradeView>>()
            .Needs(UpgradeEndpoints.Read);
        routes
            .MapGet("/api/v1/upgrade-requests", (UpgradeEndpoints self, HttpContext context) => self.List(context))
            .Says("List the plans that tenants have asked for, the newest first.")
            .Pages()
            .Reads("state", "open, approved, rejected or cancelled")
            .Answers<Page<UpgradeView>>()
            .Needs(UpgradeEndpoints.Read);
        routes
            .MapGet("/api/v1/upgrade-requests/{id}", (UpgradeEndpoints self, HttpContext context, string id) => self.Find(context, id))
            .Says("Look at a request for a plan, and at its answer.")
            .Answers<UpgradeView>()
            .Needs(UpgradeEndpoints.Read);
        routes
            .MapPost("/api/v1/upgrade-requests/{id}/cancel", (UpgradeEndpoints self, HttpContext context, string id) => self.Cancel(context, id))
            .Says("Cancel a request that nobody has answered. Cancelled twice is cancelled once; 409 when it was answered.")
            .Answers<UpgradeView>()
            .Needs(UpgradeEndpoints.Ask);
    }
}
