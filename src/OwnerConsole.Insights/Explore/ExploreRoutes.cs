using System.Globalization;
using System.Net.Mime;
using System.Text;
using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Insights.Explore.Pages;
using OwnerConsole.Insights.Explore.Public;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Metrics.Catalogue;
using OwnerConsole.Pure.Periods;
using OwnerConsole.Ui.Tables;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Insights.Explore;

/// <summary>The page that explains one metric, and its files.</summary>
public sealed class ExploreRoutes(
    MetricExecutor executor,
    MetricRows rows,
    MetricCatalogue catalogue,
    TenantLabels labels,
    IEnumerable<PlanNames> plans,
    Database database
)
{
    public const string Permission = "metric.read";

    /// <summary>Number of rows on a page.</summary>
    private const int PageSize = 25;

    public async Task<IResult> Show(HttpContext context)
    {
        var address = ExploreAddress.Of(context.Request.Query);
        var metrics = await Catalogue(context.RequestAborted);
        var (tenant, caller) = await Scope(address, Caller.Of(context)!, context.RequestAborted);
        var metric = metrics.FirstOrDefault(metric => metric.Id == address.Metric) ?? throw Problem.NotFound("metric");
        var hasPast = MetricQueries.HasPast(metric, address);
        var whole = await executor.Execute(
            MetricQueries.Of(metric, address) with
            {
                Range = MetricQueries.Ranged(metric, address),
                Compare = hasPast ? Comparison.PreviousPeriod : null,
            },
            caller,
            context.RequestAborted
        );
        var series = hasPast ? await executor.Execute(MetricQueries.Series(metric, address), caller, context.RequestAborted) : null;
        var step = MetricQueries.FindStep(series, address);
        var behind = await rows.Find(MetricQueries.Rows(metric, address, series) with { Limit = PageSize }, caller, context.RequestAborted);
        return new PageResult(
            Wording.TranslateForAll(metric.Title),
            PageResult.Of<MetricPage>(
                (nameof(MetricPage.Address), address with { Cursor = null }),
                (nameof(MetricPage.IsFirst), address.Cursor is null),
                (nameof(MetricPage.Tenant), tenant),
                (nameof(MetricPage.Metric), MetricView.Of(metric)),
                (nameof(MetricPage.Whole), whole),
                (nameof(MetricPage.Series), series),
                (nameof(MetricPage.Step), step),
                (nameof(MetricPage.Rows), behind),
                (nameof(MetricPage.Figures), await FindFigures(Caller.Of(context)!, context.RequestAborted)),
                (nameof(MetricPage.Labels), await Labels(address, whole, series, context.RequestAborted))
            )
        );
    }

    /// <summary>Exports the underlying data of a metric as a file.</summary>
    public async Task<IResult> ExportRows(HttpContext context, ListExport export)
    {
        var (address, metric, caller) = await ReadRequest(context);
        var series =
            address.At is null || !MetricQueries.HasPast(metric, address)
                ? null
                : await executor.Execute(MetricQueries.Series(metric, address), caller, context.RequestAborted);
        var query = MetricQueries.Rows(metric, address, series) with { Limit = ListExport.PageSize };
        return TableFile.Of(
            context,
            new(ExploreAddress.Home),
            s_columns,
            export.Of(
                context,
                $"{metric.Id.Replace('.', '_')}_rows",
                who => Sentence.Say($"{who} exported the underlying data of a metric."),
                (cursor, work) => rows.Find(query with { Cursor = cursor }, caller, work)
            )
        );
    }

    private static readonly IReadOnlyList<FileColumn<MetricRow>> s_columns =
    [
        new("tenant", row => row.TenantName),
        new("member", row => row.MemberName),
        new("adds", row => row.Num),
        new("of", row => row.Den),
        new("tenant_id", row => row.TenantId),
        new("row_id", row => row.Id),
        new("member_external_id", row => row.MemberExternalId),
    ];

    /// <summary>Exports the values of a metric as a file.</summary>
    public async Task<IResult> Export(HttpContext context)
    {
        var (address, metric, caller) = await ReadRequest(context);
        var query = MetricQueries.HasPast(metric, address) ? MetricQueries.Series(metric, address) : MetricQueries.Of(metric, address);
        var answer = await executor.Execute(query, caller, context.RequestAborted);
        var table = MetricTable.Of(answer);
        var name = address.FileName(answer);
        return context.Request.Query["as"] == "xlsx"
            ? WorkbookFile.Of(table, name + ".xlsx", metric.Title)
            : Results.File(Encoding.UTF8.GetBytes(string.Concat(table.ToCsv())), MediaTypeNames.Text.Csv, name + ".csv");
    }

    /// <exception cref="Problem">404: no such metric, or no such tenant that the caller can see.</exception>
    private async Task<(ExploreAddress Address, Metric Metric, Caller Caller)> ReadRequest(HttpContext context)
    {
        var address = ExploreAddress.Of(context.Request.Query);
        var metric = (await Catalogue(context.RequestAborted)).FirstOrDefault(metric => metric.Id == address.Metric) ?? throw Problem.NotFound("metric");
        var (_, caller) = await Scope(address, Caller.Of(context)!, context.RequestAborted);
        return (address, metric, caller);
    }

    private async Task<IReadOnlyDictionary<string, string>> Labels(ExploreAddress address, MetricAnswer whole, MetricAnswer? series, CancellationToken stop)
    {
        var groups = whole.Metrics[0].Groups.Concat(series?.Metrics[0].Groups ?? []);
        string[] values = [.. groups.SelectMany(group => group.Key.Values).OfType<string>().Distinct()];
        var found = new Dictionary<string, string>(await labels.Find([.. values.Append(address.Tenant).OfType<string>()], stop), StringComparer.Ordinal);
        foreach (var (value, name) in await FindNames(address.By, values, stop))
            found[value] = name;
        return found;
    }

    /// <returns>Names of plans and roles by key.</returns>
    private async Task<IEnumerable<KeyValuePair<string, string>>> FindNames(string? dimension, IReadOnlyList<string> values, CancellationToken stop)
    {
        if (dimension == "role")
            return values.Select(role => KeyValuePair.Create(role, Wording.Role(role)));
        if (dimension != "plan" || plans.FirstOrDefault() is not { } names)
            return [];
        await using var work = await database.Read(stop);
        return await names(work);
    }

    /// <returns>Name of the tenant that the metric is limited to; null if it isn't limited.</returns>
    private async Task<(string? Name, Caller Caller)> Scope(ExploreAddress address, Caller caller, CancellationToken stop)
    {
        if (address.Tenant is not { } tenant)
            return (null, caller);
        await using var work = await database.Read(stop);
        return await TenantLabels.Get(tenant, caller, work);
    }

    private async Task<string[]?> FindFigures(Caller caller, CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        return await ChangeableFigures.Find(caller, work);
    }

    private async Task<IReadOnlyList<Metric>> Catalogue(CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        return await catalogue.All(work);
    }
}
