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
    public override IEnumerable<PageLink> Links =>
        [
            new(Section.Reliability, "Background jobs", WorkItemRoutes.Address, WorkItemRoutes.Permission, Order: 10)
            {
                Synonyms = "jobs, queue, cron, failed, workers",
            },
        ];

    public override void AddServices(IServiceCollection services) =>
        services
            .AddSingleton<LaneList>()
            .AddSingleton<JobTitles>()
            .AddSingleton<DeadItemExport>()
            .AddSingleton<IListCounter, DeadItemCount>()
            .AddSingleton<ISubjectQuery, MatchingDeadItems>()
            .AddSingleton<WorkItemRoutes>()
            .AddSingleton<IFinder, DeadItemFinder>()
            .AddSingleton<IAttentionSource, DeadItemAttentionSource>()
            .AddSingleton<IHealthSource, WorkItemHealthSource>();

    public override void MapRoutes(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet(WorkItemRoutes.Address, (WorkItemRoutes self, JobTitles titles, HttpContext context) => self.Show(context, titles))
            .WithSavedViews()
            .RequirePermission(WorkItemRoutes.Permission);
        routes.MapGet(DeadItemExport.Address, (DeadItemExport self, HttpContext context) => self.Send(context)).RequirePermission(WorkItemRoutes.Permission);
        routes
            .MapGet(WorkItemRoutes.Address + "/{id}", (WorkItemRoutes self, HttpContext context, string id) => self.ShowDeadItem(context, id))
            .RequirePermission(WorkItemRoutes.Permission);
        routes
            .MapGet("/api/v1/work/lanes", (WorkItemRoutes self, HttpContext context) => self.ListLanes(context))
            .WithSummary("List lanes (job queues) with pending jobs, failing lanes first and schedules last.")
            .WithQueryParameter("limit", "Number of queues, 1 to 500. Without it, 50 queues and all schedules.", QueryType.Integer(1, 500))
            .Produces<OwnerConsole.Data.Page<LaneRow>>()
            .RequirePermission(WorkItemRoutes.Permission);
        routes
            .MapGet("/api/v1/work/failed", (WorkItemRoutes self, HttpContext context) => self.ListDeadItems(context))
            .WithSummary("List failed jobs that were neither retried nor discarded, newest first.")
            .WithPaging()
            .WithQueryParameter("kind", "Type of job, such as webhook.deliver.")
            .Produces<OwnerConsole.Data.Page<DeadItemView>>()
            .RequirePermission(WorkItemRoutes.Permission);
    }
}
