using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Plans.Grants.Pages;
using OwnerConsole.Plans.Plans.Public;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Plans.Grants;

/// <summary>Grants of plans without payment, and revoking access.</summary>
public sealed class Module : Kernel.Modules.Module
{
    public override IEnumerable<Panel> Panels => [new("tenant.overview", "tenant.read", 10, Draw)];

    public override void AddServices(IServiceCollection services) => services.AddSingleton<GrantList>();

    public override void MapRoutes(IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/api/v1/tenants/{id}/grants", List)
            .WithSummary("List a tenant's grants, open grants first.")
            .WithListPaging()
            .Produces<OwnerConsole.Data.Page<Grant>>()
            .RequirePermission("tenant.read");

    private static async Task<Microsoft.AspNetCore.Components.RenderFragment> Draw(IServiceProvider services, PanelPlace place, UnitOfWork work)
    {
        var plans = await PlanCatalogue.Find(work);
        var revoke = new RevokeAccess(services.GetRequiredService<IAccessRevocation>());
        var facts = (await revoke.Load([place.Id], new(), work))[0]; // The page has already found the tenant.
        return PageResult.Of<GrantsPanel>(
            (nameof(GrantsPanel.Grants), await services.GetRequiredService<GrantList>().Find(place.Id, work)),
            (nameof(GrantsPanel.Plans), plans),
            (nameof(GrantsPanel.MayGrant), place.Caller.Can("tenant.grant") && facts is { HasEnded: false, IsSuspended: false }),
            (nameof(GrantsPanel.MayRevoke), place.Caller.Can("tenant.revoke") && revoke.Refuse(facts, new()) is null),
            (nameof(GrantsPanel.Place), place)
        );
    }

    private static async Task<IResult> List(HttpContext context, string id, GrantList grants, Database database)
    {
        var caller = Caller.Of(context)!;
        await using var work = await database.Read(context.RequestAborted);
        var tenantId = await SubjectResolver.Tenant(caller, id, work);
        return Results.Json(new OwnerConsole.Data.Page<Grant>(await grants.Find(tenantId, work), null, null), Json.ResponseOptions);
    }
}
