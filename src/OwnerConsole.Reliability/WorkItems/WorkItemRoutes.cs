using System.Globalization;
using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Reliability.WorkItems.Pages;
using OwnerConsole.Ui.Tables;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Reliability.WorkItems;

/// <summary>Serves queues, schedules and failed jobs as a page and through the API.</summary>
public sealed class WorkItemRoutes(Database database, LaneList lanes, Panels panels, OperationCatalogue catalogue, DenialExplainer denials)
{
    public const string Address = "/work";

    public const string Permission = "work_item.read";

    private const int Lines = 100;

    private static readonly string[] DeadItemOperations = ["work_item.replay", "work_item.discard"];

    public static string Of(string failedId) => $"{Address}/{failedId}";

    public async Task<IResult> Show(HttpContext context, JobTitles titles)
    {
        var address = DeadItemExport.List(context.Request);
        address.Canonicalize(context);
        var caller = Caller.Of(context)!; // the route needs a permission, so there is one
        await using var work = await database.Read(context.RequestAborted);
        return new PageResult(
            "Background jobs",
            PageResult.Of<WorkItemsPage>(
                (nameof(WorkItemsPage.Caller), caller),
                (nameof(WorkItemsPage.Denied), await denials.Of(caller, DeadItemOperations.Select(name => catalogue.Find(name).Definition), work)),
                (nameof(WorkItemsPage.Counts), await lanes.Count(work)),
                (nameof(WorkItemsPage.Stop), await EmergencyStop.Find(work)),
                (nameof(WorkItemsPage.Lanes), await lanes.ListLanes(Lines, work)),
                (nameof(WorkItemsPage.Schedules), await lanes.ListSchedules(work)),
                (nameof(WorkItemsPage.Address), address),
                (nameof(WorkItemsPage.Filters), (ListFilter[])[await Filter(titles, work)]),
                (nameof(WorkItemsPage.Views), await panels.DrawViews(address.Place(caller), work)),
                (nameof(WorkItemsPage.Dead), await DeadItems.Open(DeadItemExport.Filter(context.Request), work))
            )
        );
    }

    /// <summary>Also shows a job that has been retried or discarded.</summary>
    public async Task<IResult> ShowDeadItem(HttpContext context, string id)
    {
        await using var work = await database.Read(context.RequestAborted);
        var item = (await DeadItems.Find([id], work)).SingleOrDefault() ?? throw Problem.NotFound("job");
        return new PageResult("Job", PageResult.Of<DeadItemPage>((nameof(DeadItemPage.Item), item), (nameof(DeadItemPage.Caller), Caller.Of(context))));
    }

    public async Task<IResult> ListLanes(HttpContext context)
    {
        var limit = Limit(context);
        await using var work = await database.Read(context.RequestAborted);
        var (rows, count) = (await lanes.ListLanes(limit, work), await lanes.Count(work));
        // Without a limit, the list ends with all schedules.
        var all = rows.Concat(await lanes.ListSchedules(work)).Take(context.Request.Text("limit") is null ? int.MaxValue : limit);
        return Results.Json(new Page<LaneRow>([.. all], null, Text(count.Lanes)), Json.ResponseOptions);
    }

    public async Task<IResult> ListDeadItems(HttpContext context)
    {
        var limit = Limit(context, "kind", "cursor");
        await using var work = await database.Read(context.RequestAborted);
        var page = await DeadItems.Open(DeadItemExport.Filter(context.Request) with { Limit = limit }, work);
        return Results.Json(new Page<DeadItemView>([.. page.Data.Select(DeadItemView.Of)], page.NextCursor, page.Total), Json.ResponseOptions);
    }

    /// <exception cref="Problem">403 when the caller is limited to test data or to some tenants, because lanes concern all tenants.</exception>
    private static int Limit(HttpContext context, params string[] known)
    {
        context.Request.RequireKnown([.. known, "limit"]);
        return Caller.Of(context) is { IsScoped: false, Mode: not Mode.Test }
            ? context.Request.Limit()
            : throw Problem.WholePlatform("Background jobs cover the whole platform. A key limited to test data or to one tenant can't read them.");
    }

    private static async Task<ListFilter> Filter(JobTitles titles, UnitOfWork work) =>
        new("kind", "Job", [.. (await DeadItems.Kinds(ListFilter.MaxOptions, work)).Select(kind => (kind, titles.Of(kind)))]);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
