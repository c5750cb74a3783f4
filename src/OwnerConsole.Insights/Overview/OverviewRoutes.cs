using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Insights.Overview.Pages;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Metrics.Digests;
using OwnerConsole.Ui.Charts;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Insights.Overview;

/// <summary>The overview, the start page: issues that need attention, key metrics and hotspots.</summary>
public sealed class OverviewRoutes(OverviewCache numbers, AttentionCache attention, TenantDigests digests, MetricDigestCache metrics, Database database)
{
    public const string Address = "/overview";

    public const string Permission = "metric.read";

    public async Task<IResult> Show(HttpContext context)
    {
        var caller = Caller.Of(context)!;
        var stop = context.RequestAborted;
        var hot = context.Request.Word<HotspotKind>("hot") ?? HotspotKind.Members;
        var (mode, isEmpty) = await FindMode(caller, stop);
        if (isEmpty)
            return Results.Redirect("/tenants" + context.Request.QueryString); // there are no metrics yet, and the directory explains how to connect an application
        var needs = await attention.Find(caller, mode, stop);
        return new PageResult(
            "Overview",
            PageResult.Of<OverviewPage>(
                (nameof(OverviewPage.Caller), caller),
                (nameof(OverviewPage.Mode), mode),
                (nameof(OverviewPage.Needs), needs),
                (
                    nameof(OverviewPage.Tenants),
                    await digests.Find([.. needs.SelectMany(list => list.Items).Select(item => item.TenantId).OfType<string>()], stop)
                ),
                (nameof(OverviewPage.Hot), hot),
                (nameof(OverviewPage.Numbers), await numbers.Find(hot, caller, mode, stop)),
                (nameof(OverviewPage.Pinned), await FindPinned(MetricPins.Of(context), caller, mode, stop))
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
