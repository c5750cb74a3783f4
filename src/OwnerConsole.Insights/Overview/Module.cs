using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Insights.Overview;

/// <summary>The start page: issues that need attention and the key metrics.</summary>
public sealed class Module : Kernel.Modules.Module
{
    public override IEnumerable<PageLink> Links =>
        [new(Section.Overview, "Mission control", OverviewRoutes.Address, OverviewRoutes.Permission) { Synonyms = "overview, home, dashboard, attention" }];

    public override void AddServices(IServiceCollection services) =>
        services
            .AddSingleton<OverviewRoutes>()
            .AddSingleton<OverviewMetrics>()
            .AddSingleton<OverviewCache>()
            .AddHostedService(provider => provider.GetRequiredService<OverviewCache>())
            .AddSingleton<TenantDigests>()
            .AddSingleton<TopBarMetrics>()
            .AddSingleton<CounterSource>(provider => provider.GetRequiredService<TopBarMetrics>().Find);

    public override void MapRoutes(IEndpointRouteBuilder routes) =>
        routes.MapGet(OverviewRoutes.Address, (OverviewRoutes self, HttpContext context) => self.Show(context)).RequirePermission(OverviewRoutes.Permission);
}
