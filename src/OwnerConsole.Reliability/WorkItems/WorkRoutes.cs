using System.Globalization;
using Microsoft.AspNetCore.Http;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Lanes;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Reliability.WorkItems.Pages;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Reliability.WorkItems;

/// <summary>Lanes, schedules and dead items, as a page and by the API.</summary>
public sealed class WorkRoutes(Database database, LaneList lanes)
{
    public const string Address = "/work";

    public const string Permission = "work_item.read";

    private const int Lines = 100;

    public static string Of(string deadId) => $"{Address}/{deadId}";

    public async Task<IResult> Show(HttpContext context)
    {
        await using var work = await database.Read(context.RequestAborted);
        return new Page(
            "Work",
            Page.Of<WorkPage>(
                (nameof(WorkPage.Caller), Caller.Of(context)),
                (nameof(WorkPage.Counts), await lanes.Count(work)),
                (nameof(WorkPage.Stop), await EmergencyStop.Find(work)),
                (nameof(WorkPage.Lanes), await lanes.Lanes(Lines, work)),
                (nameof(WorkPage.Schedules), await lanes.Schedules(work)),
                (nameof(WorkPage.Dead), await DeadItems.Open(Lines, work))
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
        return Results.Json(new Page<LaneRow>([.. rows, .. await lanes.Schedules(work)], null, Text(count.Lanes)), Json.Options);
    }

    public async Task<IResult> Dead(HttpContext context)
    {
        var limit = Limit(context);
        await using var work = await database.Read(context.RequestAborted);
        var (rows, count) = (await DeadItems.Open(limit, work), await lanes.Count(work));
        return Results.Json(new Page<DeadView>([.. rows.Select(DeadView.Of)], null, Text(count.Dead)), Json.Options);
    }

    /// <exception cref="Problem">403: lanes are about all tenants, and a key for some of them sees none</exception>
    private static int Limit(HttpContext context)
    {
        context.Request.Knows("limit");
        return Caller.Of(context) is { OnlyTenant: null, Population: not Population.Demo }
            ? context.Request.Limit()
            : throw new Problem(403, "whole_platform", "Work is the whole platform's. A key for test data or for one tenant does not see it.");
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
