using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Insights.Explore.Pages;
using OwnerConsole.Insights.Explore.Public;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Metrics.Catalogue;
using OwnerConsole.Metrics.Digests;
using OwnerConsole.Ui.Charts;
using OwnerConsole.Ui.Tables;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Insights.Explore;

/// <summary>The list of metrics with their values, and the metrics that people pin to the overview.</summary>
public sealed class MetricListRoutes(MetricDigestCache digests, MetricCatalogue catalogue, Database database)
{
    public async Task<IResult> Show(HttpContext context)
    {
        var caller = Caller.Of(context)!; // the route needs a permission
        var address = ListAddress.Of(ExploreAddress.Home, context.Request, name => name == "q");
        var (mode, figures) = await ReadShown(caller, context.RequestAborted);
        var all = await digests.Find(caller, mode, null, context.RequestAborted);
        return new PageResult(
            "Metrics",
            PageResult.Of<MetricCataloguePage>(
                (nameof(MetricCataloguePage.Address), address),
                (nameof(MetricCataloguePage.Mode), mode),
                (nameof(MetricCataloguePage.HasData), all.Any(digest => digest.HasData)),
                (nameof(MetricCataloguePage.Digests), MetricSearch.Find(all, address["q"] ?? "")),
                (nameof(MetricCataloguePage.Figures), figures)
            )
        );
    }

    /// <exception cref="Problem">404: no such metric that the caller can see.</exception>
    public async Task<IResult> TogglePin(HttpContext context)
    {
        var metric = (await context.Request.ReadFormAsync(context.RequestAborted))[MetricPins.Metric].ToString();
        await using var work = await database.Read(context.RequestAborted);
        return MetricPins.IsPinned(context, metric) || (await catalogue.All(work)).Any(known => known.Id == metric)
            ? await MetricPins.Toggle(context, metric)
            : throw Problem.NotFound("metric");
    }

    /// <returns>The shown mode, and the figures of the top bar if the caller can change them.</returns>
    private async Task<(Mode Mode, string[]? Figures)> ReadShown(Caller caller, CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        return (await Modes.Shown(caller, work), await ChangeableFigures.Find(caller, work));
    }
}
