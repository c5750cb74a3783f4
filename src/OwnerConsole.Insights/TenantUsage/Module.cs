using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Insights.TenantUsage;

/// <summary>Usage of one tenant, compared with its last month and with the average tenant.</summary>
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

    public override void AddServices(IServiceCollection services) => services.AddSingleton<UsageRoutes>().AddSingleton<TenantUsageMetrics>();

    public override void MapRoutes(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/tenants/{id}/usage/numbers", (UsageRoutes self, HttpContext context, string id) => self.Show(context, id))
            .RequirePermission(UsageRoutes.Permission);
        routes
            .MapGet("/api/v1/tenants/{id}/meters", (UsageRoutes self, HttpContext context, string id) => self.ListEnforced(context, id))
            .WithSummary("List a tenant's usage of each enforced meter in the current month (UTC). Events count as soon as they are accepted.")
            .WithListPaging()
            .Produces<OwnerConsole.Data.Page<MeterUsage>>()
            .RequirePermission(UsageRoutes.Permission);
    }
}
