using System.Globalization;
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

    private const int Shown = 25;

    public async Task<IResult> Show(HttpContext context)
    {
        var address = ExploreAddress.Of(context.Request.Query);
        var metrics = await Catalogue(context.RequestAborted);
        if (address.Metric.Length == 0)
            return new Page("Numbers", Page.Of<CataloguePage>((nameof(CataloguePage.Metrics), metrics)));
        var (tenant, caller) = await Scope(address, Caller.Of(context)!, context.RequestAborted);
        var metric = metrics.FirstOrDefault(metric => metric.Id == address.Metric) ?? throw Problem.NotFound("number");
        var hasPast = HasPast(metric, address);
        var whole = await executor.Ask(
            Query(metric, address, grain: null) with
            {
                Range = Ranged(metric, address),
                Compare = hasPast ? Comparison.PreviousPeriod : null,
            },
            caller,
            context.RequestAborted
        );
        var series = hasPast ? await executor.Ask(Series(metric, address), caller, context.RequestAborted) : null;
        var step = series?.Metrics[0].Groups.SelectMany(group => group.Points).FirstOrDefault(point => ExploreAddress.Instant(point.From) == address.At);
        var range = step is null
            ? Ranged(metric, address)
            : new AskedRange(From: ExploreAddress.Instant(step.From), To: step.To.ToString("O", CultureInfo.InvariantCulture));
        var behind = await rows.Find(new(metric.Id, range, Filters(address), Limit: Shown), caller, context.RequestAborted);
        return new Page(
            Wording.Say(metric.Title),
            Page.Of<NumberPage>(
                (nameof(NumberPage.Address), address),
                (nameof(NumberPage.Tenant), tenant),
                (nameof(NumberPage.Metric), MetricView.Of(metric)),
                (nameof(NumberPage.Whole), whole),
                (nameof(NumberPage.Series), series),
                (nameof(NumberPage.Step), step),
                (nameof(NumberPage.Rows), behind),
                (nameof(NumberPage.Labels), await Labels(address, whole, series, context.RequestAborted))
            )
        );
    }

    /// <summary>The same numbers as a file.</summary>
    public async Task<IResult> Export(HttpContext context)
    {
        var address = ExploreAddress.Of(context.Request.Query);
        var metric = (await Catalogue(context.RequestAborted)).FirstOrDefault(metric => metric.Id == address.Metric) ?? throw Problem.NotFound("number");
        var (_, caller) = await Scope(address, Caller.Of(context)!, context.RequestAborted);
        var query = HasPast(metric, address) ? Series(metric, address) : Query(metric, address, grain: null);
        var answer = await executor.Ask(query, caller, context.RequestAborted);
        var table = MetricTable.Of(answer);
        var name = address.FileName(answer);
        return context.Request.Query["as"] == "xlsx"
            ? Results.File(Workbook.Of(table, metric.Title), Workbook.MediaType, name + ".xlsx")
            : Results.File(Encoding.UTF8.GetBytes(string.Concat(table.ToCsv())), MediaTypeNames.Text.Csv, name + ".csv");
    }

    private static MetricQuery Query(Metric metric, ExploreAddress address, Grain? grain) =>
        new([metric.Id], new(Last: address.Range), grain, address.By is { } by ? [by] : null, Filters(address), Order: address.By is null ? null : "-value");

    /// <summary>What the chart draws and its files hold: cut, or beside what was before.</summary>
    private static MetricQuery Series(Metric metric, ExploreAddress address) =>
        Query(metric, address, Grained(metric, address)) with
        {
            Compare = address.By is null ? Comparison.PreviousPeriod : null,
        };

    /// <summary>Who came on a day is counted by days alone: of such a number it is today's that stands for itself.</summary>
    private static AskedRange Ranged(Metric metric, ExploreAddress address) => IsOfDays(metric) ? new(This: Stretch.Day) : new(Last: address.Range);

    private static bool IsOfDays(Metric metric) => metric is { Kind: MetricKind.Distinct, Reaches: 0 };

    /// <summary>Some numbers are known only as they are now, and so are some of what they are cut by.</summary>
    private static bool HasPast(Metric metric, ExploreAddress address) =>
        metric.HasPast && metric.Dimensions.FirstOrDefault(dimension => dimension.Name == address.By)?.HasPast != false;

    private Task<IReadOnlyDictionary<string, string>> Labels(ExploreAddress address, MetricAnswer whole, MetricAnswer? series, CancellationToken stop)
    {
        var groups = whole.Metrics[0].Groups.Concat(series?.Metrics[0].Groups ?? []);
        return labels.Find([.. groups.SelectMany(group => group.Key.Values).Append(address.Tenant).OfType<string>().Distinct()], stop);
    }

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
        IsOfDays(metric) ? Grain.Day
        : address.Range.EndsWith('m') ? Grain.Month
        : address.Range.EndsWith('w') ? Grain.Week
        : metric.MinGrain > Grain.Day ? metric.MinGrain
        : Grain.Day;

    private async Task<IReadOnlyList<Metric>> Catalogue(CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        return await catalogue.All(work);
    }
}
