using System.Net.Mime;
using System.Text;
using Microsoft.AspNetCore.Http;
using OwnerConsole.Insights.Explore.Pages;
using OwnerConsole.Insights.Explore.Public;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Metrics;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Pure.Periods;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Insights.Explore;

/// <summary>The catalogue of numbers, and the page that explains one.</summary>
public sealed class ExploreRoutes(MetricExecutor executor, MetricRows rows, MetricCatalogue catalogue, TenantLabels labels, Database database)
{
    public const string Permission = "metric.read";

    public const string File = ExploreAddress.Home + "/file";

    private const int Shown = 25;

    public async Task<IResult> Show(HttpContext context)
    {
        var address = ExploreAddress.Of(context.Request.Query);
        var metrics = await Catalogue(context.RequestAborted);
        if (address.Metric.Length == 0)
            return new Page("Numbers", Page.Of<CataloguePage>((nameof(CataloguePage.Metrics), metrics)));
        var (tenant, caller) = await Scope(address, Caller.Of(context)!, context.RequestAborted);
        var metric = metrics.FirstOrDefault(metric => metric.Id == address.Metric) ?? throw Problem.NotFound("number");
        var whole = await executor.Ask(Query(metric, address, grain: null) with { Compare = Comparison.PreviousPeriod }, caller, context.RequestAborted);
        var series = metric.HasPast
            ? await executor.Ask(Query(metric, address with { By = null }, Grained(metric, address)), caller, context.RequestAborted)
            : null;
        var behind = await rows.Find(new(metric.Id, new(Last: address.Range), Filters(address), Limit: Shown), caller, context.RequestAborted);
        return new Page(
            Wording.Say(metric.Title),
            Page.Of<NumberPage>(
                (nameof(NumberPage.Address), address),
                (nameof(NumberPage.Tenant), tenant),
                (nameof(NumberPage.Metric), MetricView.Of(metric)),
                (nameof(NumberPage.Whole), whole),
                (nameof(NumberPage.Series), series),
                (nameof(NumberPage.Rows), behind),
                (
                    nameof(NumberPage.Labels),
                    await labels.Find([.. whole.Metrics[0].Groups.SelectMany(group => group.Key.Values).OfType<string>()], context.RequestAborted)
                )
            )
        );
    }

    /// <summary>The same numbers as a file.</summary>
    public async Task<IResult> Export(HttpContext context)
    {
        var address = ExploreAddress.Of(context.Request.Query);
        var metric = (await Catalogue(context.RequestAborted)).FirstOrDefault(metric => metric.Id == address.Metric) ?? throw Problem.NotFound("number");
        var (_, caller) = await Scope(address, Caller.Of(context)!, context.RequestAborted);
        var answer = await executor.Ask(Query(metric, address, metric.HasPast ? Grained(metric, address) : null), caller, context.RequestAborted);
        var table = MetricTable.Of(answer);
        var name = $"{metric.Id}_{answer.Range.To.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)}";
        return context.Request.Query["as"] == "xlsx"
            ? Results.File(Workbook.Of(table, metric.Title), Workbook.MediaType, name + ".xlsx")
            : Results.File(Encoding.UTF8.GetBytes(string.Concat(table.ToCsv())), MediaTypeNames.Text.Csv, name + ".csv");
    }

    private static MetricQuery Query(Metric metric, ExploreAddress address, Grain? grain) =>
        new([metric.Id], new(Last: address.Range), grain, address.By is { } by ? [by] : null, Filters(address), Order: address.By is null ? null : "-value");

    private static IReadOnlyList<MetricFilter>? Filters(ExploreAddress address) => address.Tenant is { } tenant ? [new("tenant", [tenant])] : null;

    /// <returns>the name of the tenant that the number is of, if it is of one</returns>
    private async Task<(string? Name, Caller Caller)> Scope(ExploreAddress address, Caller caller, CancellationToken stop)
    {
        if (address.Tenant is not { } tenant)
            return (null, caller);
        await using var work = await database.Read(stop);
        return await TenantLabels.One(tenant, caller, work);
    }

    private static Grain Grained(Metric metric, ExploreAddress address) =>
        address.Range.EndsWith('m') ? Grain.Month
        : address.Range.EndsWith('w') ? Grain.Week
        : metric.MinGrain > Grain.Day ? metric.MinGrain
        : Grain.Day;

    private async Task<IReadOnlyList<Metric>> Catalogue(CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        return await catalogue.All(work);
    }
}
