using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Insights.Overview.Pages;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Pure.Amounts;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Insights.Overview;

/// <summary>Mission control, the start page: issues that need attention, key metrics and hotspots.</summary>
public sealed class OverviewRoutes(OverviewMetrics numbers, AttentionCache attention, Database database, IEnumerable<UnconvertedRevenue> unconverted)
{
    public const string Address = "/overview";

    public const string Permission = "metric.read";

    public async Task<IResult> Show(HttpContext context)
    {
        var caller = Caller.Of(context)!;
        var hot = context.Request.Word<HotspotKind>("hot") ?? HotspotKind.Members;
        var (mode, wanted, isEmpty) = await FindNeeds(caller, context.RequestAborted);
        if (isEmpty)
            return Results.Redirect("/tenants" + context.Request.QueryString); // there are no metrics yet, and the directory explains how to connect an application
        var shown = (await numbers.Find(hot, caller, context.RequestAborted)) with { Unconverted = await Unconverted(mode, context.RequestAborted) };
        return new PageResult(
            "Mission control",
            PageResult.Of<OverviewPage>(
                (nameof(OverviewPage.Mode), mode),
                (nameof(OverviewPage.Needs), wanted),
                (nameof(OverviewPage.Hot), hot),
                (nameof(OverviewPage.Numbers), shown)
            )
        );
    }

    private async Task<IReadOnlyList<Money>> Unconverted(Mode mode, CancellationToken stop)
    {
        if (TenantScope.Current is not null || unconverted.FirstOrDefault() is not { } find)
            return [];
        await using var work = await database.Read(stop);
        return await find(mode, work);
    }

    private async Task<(Mode Mode, IReadOnlyList<AttentionItem> Needs, bool IsEmpty)> FindNeeds(Caller caller, CancellationToken stop)
    {
        var (mode, isEmpty) = await FindMode(caller, stop);
        var all = (await attention.Find(caller, mode, stop)).SelectMany(list => list.Items);
        return (mode, [.. all.OrderBy(need => need.Urgency).ThenByDescending(need => need.MinorUnits).ThenBy(need => need.Since)], isEmpty);
    }

    private async Task<(Mode Mode, bool IsEmpty)> FindMode(Caller caller, CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        var mode = await Modes.Shown(caller, work);
        return (mode, await work.One<bool>("select not exists (select from core.tenants where mode = @mode)", new { mode }));
    }
}
