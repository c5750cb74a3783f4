using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Tenants.Plans.Public;

namespace OwnerConsole.Tenants.Plans;

/// <summary>The plans of the platform, identified by the keys that the application reports.</summary>
public sealed class Module : Kernel.Modules.Module
{
    public override IEnumerable<PageLink> Links => [new(Section.Revenue, "Plans and limits", PlanRoutes.Address, PlanRoutes.Read, Order: 2)];

    public override void AddServices(IServiceCollection services)
    {
        services.AddSingleton<PlanRoutes>();
        services.AddSingleton<PlanExport>();
        services.AddSingleton<IOptionSource, PlanSource>();
        services.AddSingleton<IFinder, PlanFinder>();
        services.AddSingleton<INeeds, UnknownPlanNeeds>();
        services.AddSingleton<PlanNames>(_ => PlanBook.Names);
    }

    public override void MapRoutes(IEndpointRouteBuilder routes)
    {
        routes.MapGet(PlanRoutes.Address, (PlanRoutes self, HttpContext context) => self.Show(context)).Needs(PlanRoutes.Read);
        routes.MapGet("/settings/plans", (HttpRequest request) => Results.Redirect(PlanRoutes.Address + request.QueryString)).Needs(PlanRoutes.Read); // old address, kept for bookmarks and emails
        routes.MapGet(PlanRoutes.Address + "/{id}", (PlanRoutes self, HttpContext context, string id) => self.One(context, id)).Needs(PlanRoutes.Read);
        routes.MapGet(PlanExport.Address, (PlanExport self, HttpContext context) => self.Send(context)).Needs(PlanRoutes.Read);
        routes
            .MapGet("/api/v1/plans", (PlanRoutes self, HttpContext context) => self.List(context))
            .Says("List the available plans, top plan first.")
            .PagesWhole()
            .Answers<Kernel.Data.Page<PlanView>>()
            .Needs(PlanRoutes.Read);
        routes
            .MapGet("/api/v1/plans/{id}/versions", (PlanRoutes self, HttpContext context, string id) => self.Versions(context, id))
            .Says("List the versions of a plan, newest first, with the number of tenants on each.")
            .PagesWhole()
            .Answers<Kernel.Data.Page<PlanVersion>>()
            .Needs(PlanRoutes.Read);
        routes
            .MapGet("/api/v1/plans/{id}/draft", (PlanRoutes self, HttpContext context, string id) => self.Draft(context, id))
            .Says("Get the draft of a plan.")
            .Answers<PlanDraft>()
            .Needs(PlanRoutes.Read);
    }
}
