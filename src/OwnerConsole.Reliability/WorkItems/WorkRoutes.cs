using System.Globalization;
using Microsoft.AspNetCore.Http;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Lanes;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Reliability.WorkItems.Pages;
using OwnerConsole.Ui.Tables;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Reliability.WorkItems;

/// <summary>Serves queues, schedules and failed jobs as a page and through the API.</summary>
public sealed class WorkRoutes(Database database, LaneList lanes, Panels panels, Catalogue catalogue, Denials denials)
{
    public const string Address = "/work";

    public const string Permission = "work_item.read";

    private const int Lines = 100;

    private static readonly string[] Deeds = ["work_item.replay", "work_item.discard"];

    public static string Of(string deadId) => $"{Address}/{deadId}";

    public async Task<IResult> Show(HttpContext context)
    {
        var address = DeadExport.List(context.Request);
        address.Tidy(context);
        var caller = Caller.Of(context)!; // the route needs a permission, so there is one
        await using var work = await database.Read(context.RequestAborted);
        return new Page(
            "Background jobs",
            Page.Of<WorkPage>(
                (nameof(WorkPage.Caller), caller),
                (nameof(WorkPage.Denied), await denials.Of(caller, Deeds.Select(name => catalogue.Find(name).Is), work)),
                (nameof(WorkPage.Counts), await lanes.Count(work)),
                (nameof(WorkPage.Stop), await EmergencyStop.Find(work)),
                (nameof(WorkPage.Lanes), await lanes.Lanes(Lines, work)),
                (nameof(WorkPage.Schedules), await lanes.Schedules(work)),
                (nameof(WorkPage.Address), address),
                (nameof(WorkPage.Filters), (ListFilter[])[ListFilter.OfTexts("kind", "Job", await DeadItems.Kinds(ListFilter.MostOptions, work))]),
                (nameof(WorkPage.Views), await panels.Views(address.Place(caller), work)),
                (nameof(WorkPage.Dead), await DeadItems.Open(DeadExport.Filter(context.Request), work))
            )
        );
    }

    /// <summary>Also shows a job that has been retried or discarded.</summary>
    public async Task<IResult> One(HttpContext context, string id)
    {
        await using var work = await database.Read(context.RequestAborted);
        var item = (await DeadItems.Find([id], work)).SingleOrDefault() ?? throw Problem.NotFound("job");
        return new Page("Job", Page.Of<DeadPage>((nameof(DeadPage.Item), item), (nameof(DeadPage.Caller), Caller.Of(context))));
    }

    public async Task<IResult> Lanes(HttpContext context)
    {
        var limit = Limit(context);
        await using var work = await database.Read(context.RequestAborted);
        var (rows, count) = (await lanes.Lanes(limit, work), await lanes.Count(work));
        return Results.Json(new Page<LaneRow>([.. rows, .. await lanes.Schedules(work)], null, Text(count.Lanes)), Json.Answers);
    }

    public async Task<IResult> Dead(HttpContext context)
    {
        var limit = Limit(context, "kind", "cursor");
        await using var work = await database.Read(context.RequestAborted);
        var page = await DeadItems.Open(DeadExport.Filter(context.Request) with { Limit = limit }, work);
        return Results.Json(new Page<DeadView>([.. page.Data.Select(DeadView.Of)], page.NextCursor, page.Total), Json.Answers);
    }

    /// <exception cref="Problem">403 when the caller is limited to test data or to some tenants, because lanes concern all tenants.</exception>
    private static int Limit(HttpContext context, params string[] known)
    {
        context.Request.Knows([.. known, "limit"]);
        return Caller.Of(context) is { IsBound: false, Population: not Population.Demo }
            ? context.Request.Limit()
            : throw new Problem(
                403,
                "whole_platform",
                "Background jobs cover the whole platform. A key limited to test data or to one tenant can't read them."
            );
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
