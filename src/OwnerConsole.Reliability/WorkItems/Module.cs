using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Reliability.WorkItems;

/// <summary>Background jobs: pending, scheduled and failed.</summary>
public sealed class Module : Kernel.Modules.Module
{
    public override IEnumerable<PageLink> Links => [new(Section.Reliability, "Background jobs", WorkRoutes.Address, WorkRoutes.Permission, Order: 10)];

    public override void AddServices(IServiceCollection services) =>
        services
            .AddSingleton<LaneList>()
            .AddSingleton<DeadExport>()
            .AddSingleton<IListCount, DeadCount>()
            .AddSingleton<ISelection, MatchingWork>()
            .AddSingleton<WorkRoutes>()
            .AddSingleton<IFinder, WorkFinder>()
            .AddSingleton<INeeds, DeadNeeds>();

    public override void MapRoutes(IEndpointRouteBuilder routes)
    {
        routes.MapGet(WorkRoutes.Address, (WorkRoutes self, HttpContext context) => self.Show(context)).OpensAsChosen().Needs(WorkRoutes.Permission);
        routes.MapGet(DeadExport.Address, (DeadExport self, HttpContext context) => self.Send(context)).Needs(WorkRoutes.Permission);
        routes.MapGet(WorkRoutes.Address + "/{id}", (WorkRoutes self, HttpContext context, string id) => self.One(context, id)).Needs(WorkRoutes.Permission);
        routes
            .MapGet("/api/v1/work/lanes", (WorkRoutes self, HttpContext context) => self.Lanes(context))
            .Says("List lanes (job queues) with pending jobs, failing lanes first and schedules last.")
            .Reads("limit", "Number of lanes, 1 to 500. Default: 50.")
            .Answers<Kernel.Data.Page<LaneRow>>()
            .Needs(WorkRoutes.Permission);
        routes
            .MapGet("/api/v1/work/dead", (WorkRoutes self, HttpContext context) => self.Dead(context))
            .Says("List failed jobs that were neither retried nor discarded, newest first.")
            .Pages()
            .Reads("kind", "Type of job, such as webhook.deliver.")
            .Answers<Kernel.Data.Page<DeadView>>()
            .Needs(WorkRoutes.Permission);
    }
}
