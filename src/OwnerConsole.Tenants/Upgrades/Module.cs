using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Lanes;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Tenants.Upgrades.Public;

namespace OwnerConsole.Tenants.Upgrades;

/// <summary>Requests of tenants for a different plan.</summary>
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
                "Request a plan for a tenant. While a request for the same plan is open, that request is returned. A repeated Idempotency-Key returns the first result."
            )
            .Takes<UpgradeAsked>()
            .Like(Json.Element(new UpgradeAsked("pro", ["starter"], "We have reached our client limit.")))
            .Answers<UpgradeView>()
            .Needs(UpgradeEndpoints.Ask);
        routes
            .MapGet("/api/v1/tenants/{id}/upgrade-requests", (UpgradeEndpoints self, HttpContext context, string id) => self.OfTenant(context, id))
            .Says("List the upgrade requests of a tenant, newest first.")
            .Pages()
            .Reads("state", "State: open, approved, rejected or cancelled.")
            .Answers<Page<UpgradeView>>()
            .Needs(UpgradeEndpoints.Read);
        routes
            .MapGet("/api/v1/upgrade-requests", (UpgradeEndpoints self, HttpContext context) => self.List(context))
            .Says("List the upgrade requests of all tenants, newest first.")
            .Pages()
            .Reads("state", "State: open, approved, rejected or cancelled.")
            .Answers<Page<UpgradeView>>()
            .Needs(UpgradeEndpoints.Read);
        routes
            .MapGet("/api/v1/upgrade-requests/{id}", (UpgradeEndpoints self, HttpContext context, string id) => self.Find(context, id))
            .Says("Get an upgrade request and its answer.")
            .Answers<UpgradeView>()
            .Needs(UpgradeEndpoints.Read);
        routes
            .MapPost("/api/v1/upgrade-requests/{id}/cancel", (UpgradeEndpoints self, HttpContext context, string id) => self.Cancel(context, id))
            .Says("Cancel an open upgrade request. Cancelling twice has no further effect; returns 409 if the request was answered.")
            .Answers<UpgradeView>()
            .Needs(UpgradeEndpoints.Ask);
    }
}
