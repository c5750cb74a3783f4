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

/// <summary>Lanes, schedules and dead items, as a page and by the API.</summary>
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
            "Work",
            Page.Of<WorkPage>(
                (nameof(WorkPage.Caller), caller),
                (nameof(WorkPage.Denied), await denials.Of(caller, Deeds.Select(name => catalogue.Find(name).Is), work)),
                (nameof(WorkPage.Counts), await lanes.Count(work)),
                (nameof(WorkPage.Stop), await EmergencyStop.Find(work)),
                (nameof(WorkPage.Lanes), await lanes.Lanes(Lines, work)),
                (nameof(WorkPage.Schedules), await lanes.Schedules(work)),
                (nameof(WorkPage.Address), address),
                (nameof(WorkPage.Filters), (ListFilter[])[ListFilter.OfTexts("kind", "Work", await DeadItems.Kinds(ListFilter.MostOptions, work))]),
                (nameof(WorkPage.Views), await panels.Views(address.Place(caller), work)),
                (nameof(WorkPage.Dead), await DeadItems.Open(DeadExport.Filter(context.Request), work))
            )
        );
    }

    /// <summary>Also one that was decided about meanwhile.</summary>
    public async Task<IResult> One(HttpContext context, string id)
    {
        await using var work = await database.Read(context.RequestAborted);
        var item = (await DeadItems.Find([id], work)).SingleOrDefault() ?? throw Problem.NotFound("work item");
        return new Page("Work item", Page.Of<DeadPage>((nameof(DeadPage.Item), item), (nameof(DeadPage.Caller), Caller.Of(context))));
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

    /// <exception cref="Problem">403: lanes are about all tenants, and a key for some of them sees none</exception>
    private static int Limit(HttpContext context, params string[] known)
    {
        context.Request.Knows([.. known, "limit"]);
        return Caller.Of(context) is { IsBound: false, Population: not Population.Demo }
            ? context.Request.Limit()
            : throw new Problem(403, "whole_platform", "Work is the whole platform's. A key for test data or for one tenant does not see it.");
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
