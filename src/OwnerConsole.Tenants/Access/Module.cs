using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Tenants.Access;

/// <summary>Access of tenants and members: each suspension is opened by one run and lifted by another.</summary>
public sealed class Module : Kernel.Modules.Module
{
    public override IEnumerable<EventKind> Events =>
        [
            EventKind.Of(
                "tenant.suspended",
                "A tenant was suspended or its access was revoked.",
                EventSubject.Tenant,
                new { Cause = default(SuspensionCause) }
            ),
            EventKind.Of("tenant.reactivated", "A tenant's access was restored.", EventSubject.Tenant, new { }),
            .. MemberAccessEvents.All,
        ];

    public override void AddServices(IServiceCollection services) => services.AddSingleton<Suspensions>().AddSingleton<IAccessRevocation, AccessRevocation>();

    public override void MapRoutes(IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/api/v1/tenants/{id}/suspensions", List)
            .WithSummary("List the suspensions of a tenant, the open one first.")
            .WithListPaging()
            .Produces<Page<Suspension>>()
            .RequirePermission("tenant.read");

    private static async Task<IResult> List(HttpContext context, string id, Suspensions suspensions, Database database)
    {
        var caller = Caller.Of(context)!;
        await using var work = await database.Read(context.RequestAborted);
        var tenantId = await SubjectResolver.Tenant(caller, id, work);
        return Results.Json(new Page<Suspension>(await suspensions.Find(tenantId, work), null, null), Json.ResponseOptions);
    }
}
