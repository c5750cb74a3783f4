using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Revenue.Analytics.Pages;
using OwnerConsole.Ui.Tables;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Revenue.Analytics;

/// <summary>Serves the tenants behind the numbers of reports as pages, as files and over the API.</summary>
public sealed class ReportTenantRoutes(Database database, PlanNames plans, ListExport export)
{
    /// <summary>Permission for the tenants behind a figure.</summary>
    public const string Permission = "tenant.read";

    private const int PageSize = 50;

    /// <summary>Maps the three routes of a report.</summary>
    /// <returns>The API's route, whose parameters are still to be described.</returns>
    public static RouteHandlerBuilder Map(ReportTenants report, IEndpointRouteBuilder routes)
    {
        routes
            .MapGet(report.Address, (ReportTenantRoutes self, HttpContext context) => self.Show(report, context))
            .RequirePermission(Permission, FieldClass.Money);
        routes
            .MapGet(report.Export, (ReportTenantRoutes self, HttpContext context) => self.Send(report, context))
            .RequirePermission(Permission, FieldClass.Money);
        return routes
            .MapGet(report.Api, (ReportTenantRoutes self, HttpContext context) => self.List(report, context))
            .WithPaging()
            .Produces<Page<MrrTenantView>>()
            .RequirePermission(Permission, FieldClass.Money);
    }

    private async Task<IResult> Show(ReportTenants report, HttpContext context)
    {
        var address = Address(report, context.Request);
        address.Canonicalize(context);
        await using var work = await database.Read(context.RequestAborted);
        var names = await plans(work);
        var number = await report.Read(context.Request.Query, await Modes.Shown(Caller.Of(context)!, work), names, work); // the route requires a permission, so the caller is signed in
        return new PageResult(
            number.Title,
            PageResult.Of<MrrTenantsPage>(
                (nameof(MrrTenantsPage.Number), number),
                (nameof(MrrTenantsPage.Report), report),
                (nameof(MrrTenantsPage.Address), address),
                (nameof(MrrTenantsPage.PlanNames), names),
                (nameof(MrrTenantsPage.Rows), await number.Selection.Find(PageSize, context.Request.Text("cursor"), work))
            )
        );
    }

    private async Task<IResult> List(ReportTenants report, HttpContext context)
    {
        context.Request.RequireKnown([.. report.ParameterNames, "cursor", "limit"]);
        await using var work = await database.Read(context.RequestAborted);
        var page = await (await Selection(report, context, work)).Find(context.Request.Limit(), context.Request.Text("cursor"), work);
        return Results.Json(new Page<MrrTenantView>([.. page.Data.Select(MrrTenantView.Of)], page.NextCursor, page.Total), Json.ResponseOptions);
    }

    private IResult Send(ReportTenants report, HttpContext context) =>
        TableFile.Of(
            context,
            Address(report, context.Request),
            MrrTenantColumns.All,
            export.Of(
                context,
                "report_tenants",
                who => Sentence.Say($"{who} exported the tenants behind a number of a report."),
                work => Selection(report, context, work),
                (selection, cursor, work) => selection.Find(ListExport.PageSize, cursor, work)
            )
        );

    private static ListAddress Address(ReportTenants report, HttpRequest request) => ListAddress.Of(report.Address, request, report.ParameterNames.Contains);

    private async Task<TenantSelection> Selection(ReportTenants report, HttpContext context, UnitOfWork work) =>
        (await report.Read(context.Request.Query, await Modes.Shown(Caller.Of(context)!, work), await plans(work), work)).Selection;
}
