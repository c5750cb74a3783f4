using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Plans.Campaigns;

/// <summary>Migrates tenants from older versions of a plan to the current one, manually or in waves.</summary>
public sealed class Module : Kernel.Modules.Module
{
    public override IEnumerable<Panel> Panels =>
        [new("plan.page", CampaignRoutes.Read, 10, (services, place, work) => services.GetRequiredService<CampaignRoutes>().Draw(place, work))];

    public override void AddServices(IServiceCollection services) =>
        services
            .AddSingleton<CampaignRoutes>()
            .AddSingleton<ISubjectQuery, NextWaveTenants>()
            .AddSingleton<ISubjectQuery, RevertedTenants>()
            .AddSingleton<IAttentionSource, CampaignAttentionSource>()
            .AddSingleton<IWorkHandler, CampaignScheduler>();

    public override void MapRoutes(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet(CampaignRoutes.Address, (CampaignRoutes self, HttpContext context, string plan, string id) => self.Show(context, plan, id))
            .RequirePermission(CampaignRoutes.Read);
        routes
            .MapGet("/api/v1/plan-campaigns", (CampaignRoutes self, HttpContext context) => self.List(context))
            .WithSummary("List the campaigns that migrate tenants to the current version of a plan, newest first.")
            .WithPaging()
            .Produces<Page<CampaignView>>()
            .RequirePermission(CampaignRoutes.Read);
        routes
            .MapGet("/api/v1/plan-campaigns/{id}", (CampaignRoutes self, HttpContext context, string id) => self.Find(context, id))
            .WithSummary("Get a campaign with its progress, its waves and a forecast of the next wave.")
            .Produces<CampaignView>()
            .RequirePermission(CampaignRoutes.Read);
    }
}
