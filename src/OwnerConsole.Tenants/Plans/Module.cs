using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Tenants.Plans.Public;

namespace OwnerConsole.Tenants.Plans;

/// <summary>What the platform sells, by the keys that the application reports.</summary>
public sealed class Module : Kernel.Modules.Module
{
    public override IEnumerable<PageLink> Links => [new(Section.Settings, "Plans", PlanRoutes.Address, PlanRoutes.Read, 20)];

    public override void AddServices(IServiceCollection services)
    {
        services.AddSingleton<PlanRoutes>();
        services.AddSingleton<PlanExport>();
        services.AddSingleton<IOptionSource, PlanSource>();
        services.AddSingleton<IFinder, PlanFinder>();
        services.AddSingleton<PlanNames>(_ => PlanBook.Names);
    }

    public override void MapRoutes(IEndpointRouteBuilder routes)
    {
        routes.MapGet(PlanRoutes.Address, (PlanRoutes self, HttpContext context) => self.Show(context)).Needs(PlanRoutes.Read);
        routes.MapGet(PlanExport.Address, (PlanExport self, HttpContext context) => self.Send(context)).Needs(PlanRoutes.Read);
        routes
            .MapGet("/api/v1/plans", (PlanRoutes self, HttpContext context) => self.List(context))
            .Says("List the plans that can be chosen, the top plan first.")
            .Answers<Kernel.Data.Page<PlanView>>()
            .Needs(PlanRoutes.Read);
    }
}
