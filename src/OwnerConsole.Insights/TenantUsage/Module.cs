using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Insights.TenantUsage;

/// <summary>How one tenant uses the product, against its own last month and against the others.</summary>
public sealed class Module : Kernel.Modules.Module
{
    public override IEnumerable<Panel> Panels =>
        [
            new(
                "tenant.usage",
                UsageRoutes.Permission,
                20,
                (services, place, work) => services.GetRequiredService<UsageRoutes>().Draw(place.Caller, place.Id, work, CancellationToken.None)
            ),
        ];

    public override void AddServices(IServiceCollection services) => services.AddSingleton<UsageRoutes>().AddSingleton<UsageNumbers>();

    public override void MapRoutes(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/tenants/{id}/usage/numbers", (UsageRoutes self, HttpContext context, string id) => self.Show(context, id))
            .Needs(UsageRoutes.Permission);
        routes
            .MapGet("/api/v1/tenants/{id}/meters", (UsageRoutes self, HttpContext context, string id) => self.Enforced(context, id))
            .Says("List what a tenant has used of each enforced meter in the month that runs, in UTC: an event counts as soon as it is accepted.")
            .PagesWhole()
            .Answers<Kernel.Data.Page<MeterUse>>()
            .Needs(UsageRoutes.Permission);
    }
}
