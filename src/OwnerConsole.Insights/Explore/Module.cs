using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Identity;
using OwnerConsole.Insights.Explore.Public;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Ui.Charts;

namespace OwnerConsole.Insights.Explore;

/// <summary>Explains every metric: its definition, its history and its underlying data.</summary>
public sealed class Module : Kernel.Modules.Module
{
    public override IEnumerable<PageLink> Links =>
        [new(Section.Overview, "Metrics", ExploreAddress.Home, ExploreRoutes.Permission, Order: 10) { Synonyms = "kpi, analytics, reports, charts" }];

    public override void AddServices(IServiceCollection services) =>
        services.AddSingleton<ExploreRoutes>().AddSingleton<MetricListRoutes>().AddSingleton<TenantLabels>();

    public override void MapRoutes(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet(
                ExploreAddress.Home,
                (ExploreRoutes self, MetricListRoutes list, HttpContext context) =>
                    ExploreAddress.Of(context.Request.Query).Metric.Length == 0 ? list.Show(context) : self.Show(context)
            )
            .RequirePermission(ExploreRoutes.Permission);
        routes.MapPost(MetricPins.Address, (MetricListRoutes self, HttpContext context) => self.TogglePin(context)).RequirePermission(ExploreRoutes.Permission);
        routes.MapGet(ExploreAddress.Files, (ExploreRoutes self, HttpContext context) => self.Export(context)).RequirePermission(ExploreRoutes.Permission);
        routes
            .MapGet(ExploreAddress.RowFiles, (ExploreRoutes self, HttpContext context, ListExport export) => self.ExportRows(context, export))
            .RequirePermission(ExploreRoutes.Permission);
    }
}
