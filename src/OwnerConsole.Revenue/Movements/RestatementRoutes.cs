using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Revenue.Movements.Pages;
using OwnerConsole.Ui.Tables;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Revenue.Movements;

/// <summary>Serves restated months as a page, as a file and over the API.</summary>
public sealed class RestatementRoutes(Database database, PlanNames plans, ListExport export)
{
    /// <summary>Permission for the tenants that a restatement has changed.</summary>
    public const string ReadTenants = "tenant.read";

    private const string Address = "/revenue/restatements",
        Api = "/api/v1/restatements";

    private const int PageSize = 50;

    public static string Of(string id) => $"{Address}/{id}";

    public static string ExportOf(string id) => $"{Of(id)}/export";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet(Address + "/{id}", (RestatementRoutes self, HttpContext context, string id) => self.Show(context, id))
            .RequirePermission(MonthRoutes.Read, FieldClass.Money);
        routes
            .MapGet(Address + "/{id}/export", (RestatementRoutes self, HttpContext context, string id) => self.Send(context, id))
            .RequirePermission(ReadTenants, FieldClass.Money);
        routes
            .MapGet(Api, (RestatementRoutes self, HttpContext context) => self.List(context))
            .WithSummary("List restated months with their figures before and after, newest first.")
            .WithPaging()
            .Produces<Page<RestatementView>>()
            .RequirePermission(MonthRoutes.Read, FieldClass.Money);
        routes
            .MapGet(Api + "/{id}", (RestatementRoutes self, HttpContext context, string id) => self.Get(context, id))
            .WithSummary("Get a restatement with the figures of its months before and after.")
            .Produces<RestatementView>()
            .RequirePermission(MonthRoutes.Read, FieldClass.Money);
        routes
            .MapGet(Api + "/{id}/tenants", (RestatementRoutes self, HttpContext context, string id) => self.ListTenants(context, id))
            .WithSummary("List what a restatement has changed by tenant, month, kind of movement and plan, by name.")
            .WithPaging()
            .Produces<Page<RestatedTenantView>>()
            .RequirePermission(ReadTenants, FieldClass.Money);
    }

    private async Task<IResult> Show(HttpContext context, string id)
    {
        var caller = Caller.Of(context)!; // the route requires a permission, so the caller is signed in
        var address = ListAddress.Of(Of(id), context.Request, _ => false);
        address.Canonicalize(context);
        await using var work = await database.Read(context.RequestAborted);
        var mode = await Modes.Shown(caller, work);
        var restatement = await Find(id, mode, work);
        return new PageResult(
            "Restatement",
            PageResult.Of<RestatementPage>(
                (nameof(RestatementPage.Restatement), restatement),
                (nameof(RestatementPage.Address), address),
                (nameof(RestatementPage.PlanNames), await plans(work)),
                (
                    nameof(RestatementPage.Tenants),
                    caller.CanRead(ReadTenants) ? await RestatedTenant.Find(restatement, mode, PageSize, context.Request.Text("cursor"), work) : null
                )
            )
        );
    }

    private async Task<IResult> List(HttpContext context)
    {
        context.Request.RequireKnown("cursor", "limit");
        await using var work = await database.Read(context.RequestAborted);
        var restatements = await Restatement.List(await Modes.Shown(Caller.Of(context)!, work), work);
        ICompleteList page = new Page<RestatementView>([.. restatements.Select(RestatementView.Of)], null, null);
        return page.ToPageResult(context.Request.Limit(), context.Request.Text("cursor"));
    }

    private async Task<IResult> Get(HttpContext context, string id)
    {
        await using var work = await database.Read(context.RequestAborted);
        return Results.Json(RestatementView.Of(await Find(id, await Modes.Shown(Caller.Of(context)!, work), work)), Json.ResponseOptions);
    }

    private async Task<IResult> ListTenants(HttpContext context, string id)
    {
        context.Request.RequireKnown("cursor", "limit");
        await using var work = await database.Read(context.RequestAborted);
        var mode = await Modes.Shown(Caller.Of(context)!, work);
        var page = await RestatedTenant.Find(await Find(id, mode, work), mode, context.Request.Limit(), context.Request.Text("cursor"), work);
        return Results.Json(new Page<RestatedTenantView>([.. page.Data.Select(RestatedTenantView.Of)], page.NextCursor, page.Total), Json.ResponseOptions);
    }

    private IResult Send(HttpContext context, string id) =>
        TableFile.Of(
            context,
            ListAddress.Of(Of(id), context.Request, _ => false),
            RestatedTenant.Columns,
            export.Of(
                context,
                "restated_tenants",
                who => Sentence.Say($"{who} exported the tenants of a restatement."),
                async work => new ShownRestatement(
                    await Find(id, await Modes.Shown(Caller.Of(context)!, work), work),
                    await Modes.Shown(Caller.Of(context)!, work)
                ),
                (shown, cursor, work) => RestatedTenant.Find(shown.Restatement, shown.Mode, ListExport.PageSize, cursor, work)
            )
        );

    private static async Task<Restatement> Find(string id, Mode mode, UnitOfWork work) =>
        await Restatement.Find(id, mode, work) ?? throw Problem.NotFound("restatement", id);

    private sealed record ShownRestatement(Restatement Restatement, Mode Mode);
}
