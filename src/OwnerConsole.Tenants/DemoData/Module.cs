using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Tenants.DemoData;

/// <summary>Demo data: shows, generates and erases data reported with test keys.</summary>
public sealed class Module : Kernel.Modules.Module
{
    public override IEnumerable<PageLink> Links =>
        [new(Section.Settings, "Demo data", DemoRoutes.Address, DemoRoutes.Read, 40) { Synonyms = "demo, sample data" }];

    public override void AddServices(IServiceCollection services) => services.AddSingleton<DemoRoutes>().AddSingleton<DemoPlayer>();

    public override void MapRoutes(IEndpointRouteBuilder routes)
    {
        routes.MapGet(DemoRoutes.Address, (HttpContext context, DemoRoutes self) => self.Show(context)).RequirePermission(DemoRoutes.Read);
        routes.MapPost(DemoRoutes.Address, (HttpContext context, DemoRoutes self) => self.Play(context)).RequirePermission(DemoRoutes.MakeKey);
    }
}
