using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Tenants.DemoData;

/// <summary>Demo data: shows, loads and erases data reported with test keys.</summary>
public sealed class Module : Kernel.Modules.Module
{
    public override IEnumerable<PageLink> Links =>
        [new(Section.Settings, "Demo data", DemoRoutes.Address, DemoRoutes.Read, 40) { Synonyms = "demo, sample data" }];

    public override IEnumerable<Panel> Panels => DemoPlayer.IsBundled ? [new("overview.empty", LoadDemo.Name, 10, DemoRoutes.DrawOffer)] : [];

    public override void AddServices(IServiceCollection services) =>
        services.AddSingleton<DemoRoutes>().AddSingleton<DemoPlayer>().AddSingleton<IWorkHandler, DemoLoader>();

    public override void MapRoutes(IEndpointRouteBuilder routes) =>
        routes.MapGet(DemoRoutes.Address, (HttpContext context, DemoRoutes self) => self.Show(context)).RequirePermission(DemoRoutes.Read);
}
