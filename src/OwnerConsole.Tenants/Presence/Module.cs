using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Tenants.Presence;

/// <summary>Shows which members of a tenant are online.</summary>
public sealed class Module : Kernel.Modules.Module
{
    private const string Read = "member.read";

    public override IEnumerable<Panel> Panels =>
        [
            new("tenant.head", Read, 10, (services, place, work) => services.GetRequiredService<OnlineMemberRoutes>().Count(place.Id, work)),
            new("tenant.usage", Read, 10, (services, place, work) => services.GetRequiredService<OnlineMemberRoutes>().Draw(place.Caller, place.Id, work)),
        ];

    public override void AddServices(IServiceCollection services) => services.AddSingleton<OnlineMembers>().AddSingleton<OnlineMemberRoutes>();

    public override void MapRoutes(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/tenants/{id}/present", (OnlineMemberRoutes self, HttpContext context, string id) => self.Show(context, id)).RequirePermission(Read);
        routes
            .MapGet("/tenants/{id}/present/count", (OnlineMemberRoutes self, HttpContext context, string id) => self.ShowCount(context, id))
            .RequirePermission(Read);
        routes
            .MapGet("/api/v1/tenants/{id}/present", (OnlineMemberRoutes self, HttpContext context, string id) => self.List(context, id))
            .WithSummary("List the members with an open session, the longest session first.")
            .WithPaging()
            .Produces<Page<OnlineMemberView>>()
            .RequirePermission(Read);
    }
}
