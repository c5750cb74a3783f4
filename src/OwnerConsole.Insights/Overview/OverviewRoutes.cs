using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Data;
using OwnerConsole.Insights.Overview.Pages;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Metrics.Digests;
using OwnerConsole.Ui.Charts;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Insights.Overview;

/// <summary>The overview, the start page: the setup checklist, issues that need attention, key metrics and hotspots.</summary>
public sealed class OverviewRoutes(OverviewCache numbers, OverviewNeeds needs, MetricDigestCache metrics, SetupChecklist setup, Database database)
{
    public const string Address = "/overview";

    public const string Permission = "metric.read";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Address, (OverviewRoutes self, HttpContext context) => self.Show(context)).RequirePermission(Permission);
        routes.MapPost(ChecklistPreference.Address, (Delegate)ChecklistPreference.Toggle).RequirePermission(Permission);
    }

    private async Task<IResult> Show(HttpContext context)
    {
        var caller = Caller.Of(context)!; // the route requires a permission, so the caller is signed in
        var stop = context.RequestAborted;
        var hot = context.Request.Word<HotspotKind>("hot") ?? HotspotKind.Members;
        var isHidden = ChecklistPreference.IsHidden(context);
        var progress =
            ChecklistPreference.IsOpened(context) ? await setup.Find(caller, stop)
            : isHidden ? null
            : await setup.FindOpen(caller, stop);
        var (mode, isEmpty) = await FindMode(caller, stop);
        if (isEmpty)
            return await ShowEmpty(caller, progress, isHidden, stop);
        var (lists, tenants) = await needs.Find(caller, mode, stop);
        return new PageResult(
            "Overview",
            PageResult.Of<OverviewPage>(
                (nameof(OverviewPage.Caller), caller),
                (nameof(OverviewPage.Mode), mode),
                (nameof(OverviewPage.Setup), progress),
                (nameof(OverviewPage.IsSetupHidden), isHidden),
                (nameof(OverviewPage.Needs), lists),
                (nameof(OverviewPage.Tenants), tenants),
                (nameof(OverviewPage.Hot), hot),
                (nameof(OverviewPage.Numbers), await numbers.Find(hot, caller, mode, stop)),
                (nameof(OverviewPage.Pinned), await FindPinned(MetricPins.Of(context), caller, mode, stop))
            )
        );
    }

    /// <summary>Without tenants there are no metrics. The page explains how to start.</summary>
    private async Task<PageResult> ShowEmpty(Caller caller, SetupProgress? progress, bool isHidden, CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        return new(
            "Overview",
            PageResult.Of<EmptyOverviewPage>(
                (nameof(EmptyOverviewPage.Setup), progress),
                (nameof(EmptyOverviewPage.IsSetupHidden), isHidden),
                (nameof(EmptyOverviewPage.Offers), await setup.DrawOffers(caller, work))
            )
        );
    }

    /// <returns>Digests of the pinned metrics that the caller can see, oldest pin first.</returns>
    private async Task<IReadOnlyList<MetricDigest>> FindPinned(string[] pins, Caller caller, Mode mode, CancellationToken stop)
    {
        if (pins.Length == 0)
            return [];
        var found = (await metrics.Find(caller, mode, pins, stop)).ToDictionary(digest => digest.Metric.Id, StringComparer.Ordinal);
        return [.. pins.Select(found.GetValueOrDefault).OfType<MetricDigest>()];
    }

    private async Task<(Mode Mode, bool IsEmpty)> FindMode(Caller caller, CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        var mode = await Modes.Shown(caller, work);
        return (mode, await work.One<bool>("select not exists (select from core.tenants where mode = @mode)", new { mode }));
    }
}
