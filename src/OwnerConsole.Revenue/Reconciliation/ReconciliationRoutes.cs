using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Revenue.Reconciliation.Comparisons;
using OwnerConsole.Revenue.Reconciliation.Pages;
using OwnerConsole.Ui.Tables;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Revenue.Reconciliation;

/// <summary>Serves findings and comparisons as pages and through the API.</summary>
public sealed class ReconciliationRoutes(Database database, Panels panels, OperationCatalogue catalogue, DenialExplainer denials)
{
    public const string Address = "/revenue/reconciliation",
        Permission = "purchase.read";

    public static string Of(string findingId) => $"{Address}/{findingId}";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Address, (ReconciliationRoutes self, HttpContext context) => self.Show(context)).WithSavedViews().RequirePermission(Permission);
        routes.MapGet(FindingExport.Address, (FindingExport self, HttpContext context) => self.Send(context)).RequirePermission(Permission);
        routes
            .MapGet(Address + "/{id}", (ReconciliationRoutes self, HttpContext context, string id) => self.ShowOne(context, id))
            .RequirePermission(Permission);
        routes
            .MapGet("/api/v1/findings", (ReconciliationRoutes self, HttpContext context) => self.List(context))
            .WithSummary("List differences between Stripe, the console and your application, newest first.")
            .WithPaging()
            .WithQueryParameter("q", "Complete ID of a finding, tenant or object, or part of a tenant's name.")
            .WithQueryParameter("type", "Type of the difference.", QueryType.OneOf<FindingType>())
            .WithQueryParameter("severity", "Severity.", QueryType.OneOf<FindingSeverity>())
            .WithQueryParameter("state", "State of the difference. Default open.", QueryType.OneOf<FindingScope>())
            .WithQueryParameter("tenant", "ID of a tenant.", QueryType.Id("tnt_"))
            .WithQueryParameter("sort", "The oldest first, or with a minus the newest first.", QueryType.SortOf(FindingFilter.Time))
            .Produces<Page<FindingView>>()
            .RequirePermission(Permission);
        routes
            .MapGet("/api/v1/findings/totals", (ReconciliationRoutes self, HttpContext context) => self.Sum(context))
            .WithSummary("List the number, the money at risk and the oldest of the open differences of each type.")
            .WithListPaging()
            .Produces<Page<FindingTotal>>()
            .RequirePermission(Permission);
        routes
            .MapGet("/api/v1/reconciliations", (ReconciliationRoutes self, HttpContext context) => self.ListRuns(context))
            .WithSummary("List the latest comparisons with Stripe, newest first.")
            .WithPaging()
            .Produces<Page<ComparisonRun>>()
            .RequirePermission(Permission);
    }

    internal static ListAddress Read(HttpRequest request) => ListAddress.Of(Address, request, FindingFilter.ParameterNames.Contains);

    internal static async Task<FindingFilter> Filter(HttpContext context, UnitOfWork work)
    {
        var caller = Caller.Of(context)!; // the route requires a permission, so the caller is signed in
        return FindingFilter.Read(context.Request.Query, await Modes.Shown(caller, work), caller.OnlyTenant);
    }

    private async Task<IResult> Show(HttpContext context)
    {
        var (caller, address) = (Caller.Of(context)!, Read(context.Request)); // the route requires a permission, so the caller is signed in
        address.Canonicalize(context);
        await using var work = await database.Read(context.RequestAborted);
        var filter = await Filter(context, work);
        return new PageResult(
            "Reconciliation",
            PageResult.Of<ReconciliationPage>(
                (nameof(ReconciliationPage.Caller), caller),
                (nameof(ReconciliationPage.Denied), await denials.Of(caller, Definitions(ResolveFinding.Name, IgnoreFinding.Name, ReopenFinding.Name), work)),
                (nameof(ReconciliationPage.Address), address),
                (nameof(ReconciliationPage.Mode), filter.Mode),
                (nameof(ReconciliationPage.Views), await panels.DrawViews(address.Place(caller), work)),
                (nameof(ReconciliationPage.Coverage), await Coverage.Find(filter.Mode, work)),
                (nameof(ReconciliationPage.Totals), await FindingTotal.Find(filter.Mode, caller.OnlyTenant, work)),
                (nameof(ReconciliationPage.Rows), await FindingList.Find(filter, work))
            )
        );
    }

    private async Task<IResult> ShowOne(HttpContext context, string id)
    {
        var caller = Caller.Of(context)!; // the route requires a permission, so the caller is signed in
        await using var work = await database.Read(context.RequestAborted);
        var row = await FindingList.Get(id, await Modes.Shown(caller, work), caller, work) ?? throw Problem.NotFound("finding", id);
        return new PageResult(
            FindingText.Title(row.Type),
            PageResult.Of<FindingPage>(
                (nameof(FindingPage.Caller), caller),
                (nameof(FindingPage.Row), row),
                (nameof(FindingPage.Evidence), await FindingEvidence.Find(row, caller.CanRead("stripe.read"), work))
            )
        );
    }

    private async Task<IResult> List(HttpContext context)
    {
        context.Request.RequireKnown([.. FindingFilter.ParameterNames, "sort", "cursor", "limit"]);
        await using var work = await database.Read(context.RequestAborted);
        var page = await FindingList.Find(await Filter(context, work) with { Limit = context.Request.Limit() }, work);
        return Results.Json(new Page<FindingView>([.. page.Data.Select(FindingView.Of)], page.NextCursor, page.Total), Json.ResponseOptions);
    }

    private async Task<IResult> ListRuns(HttpContext context)
    {
        context.Request.RequireKnown("cursor", "limit");
        var caller = Caller.Of(context)!; // the route requires a permission, so the caller is signed in
        await using var work = await database.Read(context.RequestAborted);
        ICompleteList runs = new Page<ComparisonRun>(await ComparisonRuns.Latest(await Modes.Shown(caller, work), work), null, null);
        return runs.ToPageResult(context.Request.Limit(), context.Request.Text("cursor"));
    }

    private async Task<IResult> Sum(HttpContext context)
    {
        context.Request.RequireKnown();
        var caller = Caller.Of(context)!; // the route requires a permission, so the caller is signed in
        await using var work = await database.Read(context.RequestAborted);
        var totals = await FindingTotal.Find(await Modes.Shown(caller, work), caller.OnlyTenant, work);
        return Results.Json(new Page<FindingTotal>(totals, null, null), Json.ResponseOptions);
    }

    private IEnumerable<OperationDefinition> Definitions(params string[] names) =>
        names.Select(catalogue.FindOrDefault).OfType<Operation>().Select(operation => operation.Definition);
}
