using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Tenants.CommandCenter.Public;

namespace OwnerConsole.Tenants.CommandCenter;

/// <summary>Details of one tenant: overview, usage, members and timeline.</summary>
public sealed class Module : Kernel.Modules.Module
{
    public override void AddServices(IServiceCollection services)
    {
        services.AddSingleton<TenantCards>();
        services.AddSingleton<TenantCardEndpoints>();
        services.AddSingleton<CommandCenterRoutes>();
        services.AddSingleton<TenantDialog>();
        services.AddSingleton<IFinder, TenantFinder>();
    }

    public override void MapRoutes(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/tenants/{id}/{tab?}", (CommandCenterRoutes self, HttpContext context, string id, string? tab) => self.Show(context, id, tab))
            .RequirePermission("tenant.read");
        routes
            .MapGet("/api/v1/tenants/{id}", (TenantCardEndpoints self, HttpContext context, string id) => self.Find(context, id))
            .WithSummary("Get a tenant.")
            .Produces<TenantView>()
            .RequirePermission("tenant.read");
        routes
            .MapGet("/api/v1/tenants/{id}/timeline", (TenantCardEndpoints self, HttpContext context, string id) => self.Timeline(context, id))
            .WithSummary("List the timeline of a tenant, newest first.")
            .WithPaging()
            .Produces<Page<LogEntryView>>()
            .RequirePermission("tenant.read");
    }
}
