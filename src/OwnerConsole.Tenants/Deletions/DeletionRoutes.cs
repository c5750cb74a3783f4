using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Tenants.Deletions.Pages;
using OwnerConsole.Ui.Tables;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Tenants.Deletions;

/// <summary>Serves deletions of tenants as a page and through the API.</summary>
internal sealed class DeletionRoutes(Database database)
{
    public const string Address = "/tenants/deletions",
        Read = "tenant.read";

    private const int PageSize = 50;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Address, (HttpContext context, DeletionRoutes self) => self.Show(context)).RequirePermission(Read);
        routes
            .MapGet("/api/v1/tenant-deletions", (HttpContext context, DeletionRoutes self) => self.List(context))
            .WithSummary("List deletions of tenants with the evidence of their steps, newest first. The operation tenant.delete schedules them.")
            .WithPaging()
            .WithQueryParameter("tenant", "Only deletions of this tenant: a tenant ID, or ext: followed by your own ID.")
            .WithQueryParameter("state", "Only deletions in this state.", QueryType.OneOf<DeletionState>())
            .Produces<OwnerConsole.Data.Page<DeletionView>>()
            .RequirePermission(Read);
    }

    private async Task<IResult> Show(HttpContext context)
    {
        var caller = Caller.Of(context)!; // the route requires a permission, so the caller is signed in
        var address = ListAddress.Of(Address, context.Request, part => part == "state");
        address.Canonicalize(context);
        await using var work = await database.Read(context.RequestAborted);
        var rows = await DeletionView.List(await Filter(context, caller, tenant: null, PageSize, work), work);
        return new PageResult(
            "Deletions",
            PageResult.Of<DeletionsPage>(
                (nameof(DeletionsPage.Caller), caller),
                (nameof(DeletionsPage.Address), address),
                (nameof(DeletionsPage.Rows), rows),
                (
                    nameof(DeletionsPage.Names),
                    await SentenceRenderer.For(rows.Data.SelectMany(row => new[] { row.TenantId, row.ScheduledBy, row.CancelledBy }).OfType<string>(), work)
                )
            )
        );
    }

    private async Task<IResult> List(HttpContext context)
    {
        context.Request.RequireKnown("tenant", "state", "cursor", "limit");
        var caller = Caller.Of(context)!; // the route requires a permission, so the caller is signed in
        await using var work = await database.Read(context.RequestAborted);
        var tenant = context.Request.Text("tenant") is { } named ? await SubjectResolver.Tenant(caller, named, work) : null;
        return Results.Json(await DeletionView.List(await Filter(context, caller, tenant, context.Request.Limit(), work), work), Json.ResponseOptions);
    }

    private static async Task<DeletionFilter> Filter(HttpContext context, Caller caller, string? tenant, int limit, UnitOfWork work) =>
        new(await Modes.Shown(caller, work), caller.OnlyTenant, tenant, context.Request.Word<DeletionState>("state"), context.Request.Text("cursor"), limit);
}
