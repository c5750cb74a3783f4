using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Plans.Upgrades.Public;

namespace OwnerConsole.Plans.Upgrades;

/// <summary>Requests of tenants for a different plan.</summary>
public sealed class Module : Kernel.Modules.Module
{
    public override IEnumerable<EventKind> Events => UpgradeEvents.All;

    public override IEnumerable<PageLink> Links =>
        [new(Section.Revenue, "Upgrade requests", UpgradeRoutes.Address, UpgradeEndpoints.Read, Order: 2) { Synonyms = "upgrade, requests" }];

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
            .AddSingleton<IAttentionSource, UpgradeAttentionSource>()
            .AddSingleton<IWorkHandler, RuleApprover>()
            .AddSingleton(UpgradeExportParts.Requests);

    public override void MapRoutes(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet(UpgradeRoutes.Address, (UpgradeRoutes self, HttpContext context) => self.Show(context))
            .WithSavedViews()
            .RequirePermission(UpgradeEndpoints.Read);
        routes.MapGet(UpgradeExport.Address, (UpgradeExport self, HttpContext context) => self.Send(context)).RequirePermission(UpgradeEndpoints.Read);
        routes
            .MapPost("/api/v1/tenants/{id}/upgrade-requests", (UpgradeEndpoints self, HttpContext context, string id) => self.Create(context, id))
            .WithSummary(
                "Request a plan for a tenant. While a request for the same plan is open, that request is returned. A repeated Idempotency-Key returns the first result."
            )
            .AcceptsJson<UpgradeRequestInput>()
            .WithBodyExample(Json.Element(new UpgradeRequestInput("pro", ["starter"], "We have reached our client limit.")))
            .Produces<UpgradeView>()
            .RequirePermission(UpgradeEndpoints.RequestPermission);
        routes
            .MapGet("/api/v1/tenants/{id}/upgrade-requests", (UpgradeEndpoints self, HttpContext context, string id) => self.OfTenant(context, id))
            .WithSummary("List the upgrade requests of a tenant, newest first.")
            .WithPaging()
            .WithQueryParameter("state", "State of the request.", QueryType.OneOf<UpgradeState>())
            .Produces<Page<UpgradeView>>()
            .RequirePermission(UpgradeEndpoints.Read);
        routes
            .MapGet("/api/v1/upgrade-requests", (UpgradeEndpoints self, HttpContext context) => self.List(context))
            .WithSummary("List the upgrade requests of all tenants, newest first.")
            .WithPaging()
            .WithQueryParameter("state", "State of the request.", QueryType.OneOf<UpgradeState>())
            .Produces<Page<UpgradeView>>()
            .RequirePermission(UpgradeEndpoints.Read);
        routes
            .MapGet("/api/v1/upgrade-requests/{id}", (UpgradeEndpoints self, HttpContext context, string id) => self.Find(context, id))
            .WithSummary("Get an upgrade request and its answer.")
            .Produces<UpgradeView>()
            .RequirePermission(UpgradeEndpoints.Read);
        routes
            .MapPost("/api/v1/upgrade-requests/{id}/cancel", (UpgradeEndpoints self, HttpContext context, string id) => self.Cancel(context, id))
            .WithSummary("Cancel an open upgrade request. Cancelling twice has no further effect; returns 409 if the request was answered.")
            .Produces<UpgradeView>()
            .RequirePermission(UpgradeEndpoints.RequestPermission);
    }
}
