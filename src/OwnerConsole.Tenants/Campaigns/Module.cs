using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Lanes;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tenants.Campaigns;

/// <summary>Moving who kept an older version of a plan to the one that is sold: a few by hand, or all in waves.</summary>
public sealed class Module : Kernel.Modules.Module
{
    public override IEnumerable<Panel> Panels =>
        [new("plan.page", CampaignRoutes.Read, 10, (services, place, work) => services.GetRequiredService<CampaignRoutes>().Draw(place, work))];

    public override void AddServices(IServiceCollection services) =>
        services
            .AddSingleton<CampaignRoutes>()
            .AddSingleton<ISelection, NextWave>()
            .AddSingleton<ISelection, TakenBack>()
            .AddSingleton<INeeds, CampaignNeeds>()
            .AddSingleton<IWorkKind, GoingOn>();

    public override void MapRoutes(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet(CampaignRoutes.Address, (CampaignRoutes self, HttpContext context, string plan, string id) => self.Show(context, plan, id))
            .Needs(CampaignRoutes.Read);
        routes
            .MapGet("/api/v1/plan-campaigns", (CampaignRoutes self, HttpContext context) => self.List(context))
            .Says("List the campaigns that move tenants to the sold version of a plan, the newest first.")
            .Pages()
            .Answers<Page<CampaignView>>()
            .Needs(CampaignRoutes.Read);
        routes
            .MapGet("/api/v1/plan-campaigns/{id}", (CampaignRoutes self, HttpContext context, string id) => self.Find(context, id))
            .Says("Look at a campaign: how far it has come, its waves, and what the next one would do if it were started now.")
            .Answers<CampaignView>()
            .Needs(CampaignRoutes.Read);
    }
}
