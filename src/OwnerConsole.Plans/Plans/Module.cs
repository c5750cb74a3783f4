using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Plans.Plans.Public;

namespace OwnerConsole.Plans.Plans;

/// <summary>The plans of the platform, identified by the keys that the application reports.</summary>
public sealed class Module : Kernel.Modules.Module
{
    public override IEnumerable<PageLink> Links =>
        [
            new(Section.Revenue, "Plans and limits", PlanRoutes.Address, PlanRoutes.Read, Order: 2)
            {
                Synonyms = "plans, pricing, tiers, features, entitlements",
            },
        ];

    public override void AddServices(IServiceCollection services)
    {
        services.AddSingleton<PlanRoutes>();
        services.AddSingleton<PlanExport>();
        services.AddSingleton<IOptionSource, PlanSource>();
        services.AddSingleton<IFinder, PlanFinder>();
        services.AddSingleton<IAttentionSource, UnknownPlanAttentionSource>();
        services.AddSingleton<ISetupStep, PlanSetupStep>();
        services
            .AddSingleton<PlanNames>(_ => PlanCatalogue.FindNames)
            .AddSingleton<PlanVersionCondition>(_ => PlanCatalogue.IsOnVersion)
            .AddSingleton<PlanVersionPrices>(_ => () => PlanCatalogue.VersionPrices);
    }

    public override void MapRoutes(IEndpointRouteBuilder routes)
    {
        routes.MapGet(PlanRoutes.Address, (PlanRoutes self, HttpContext context) => self.Show(context)).RequirePermission(PlanRoutes.Read);
        routes
            .MapGet("/settings/plans", (HttpRequest request) => Results.Redirect(PlanRoutes.Address + request.QueryString))
            .RequirePermission(PlanRoutes.Read); // old address, kept for bookmarks and emails
        routes
            .MapGet(PlanRoutes.Address + "/{id}", (PlanRoutes self, HttpContext context, string id) => self.One(context, id))
            .RequirePermission(PlanRoutes.Read);
        routes.MapGet(PlanExport.Address, (PlanExport self, HttpContext context) => self.Send(context)).RequirePermission(PlanRoutes.Read);
        routes
            .MapGet("/api/v1/plans", (PlanRoutes self, HttpContext context) => self.List(context))
            .WithSummary("List the available plans, top plan first.")
            .WithListPaging()
            .Produces<OwnerConsole.Data.Page<PlanView>>()
            .RequirePermission(PlanRoutes.Read);
        routes
            .MapGet("/api/v1/plans/{id}/versions", (PlanRoutes self, HttpContext context, string id) => self.Versions(context, id))
            .WithSummary("List the versions of a plan, newest first, with the number of tenants on each.")
            .WithListPaging()
            .Produces<OwnerConsole.Data.Page<PlanVersion>>()
            .RequirePermission(PlanRoutes.Read);
        routes
            .MapGet("/api/v1/plans/{id}/draft", (PlanRoutes self, HttpContext context, string id) => self.Draft(context, id))
            .WithSummary("Get the draft of a plan.")
            .Produces<PlanDraft>()
            .RequirePermission(PlanRoutes.Read);
    }
}
