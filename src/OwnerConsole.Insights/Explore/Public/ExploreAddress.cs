using System.Globalization;
using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Metrics.Catalogue;
using OwnerConsole.Ui.Tables;

namespace OwnerConsole.Insights.Explore.Public;

/// <summary>URL of the page that explains a metric: definition, history and underlying data.</summary>
/// <param name="Range">Range as in a query: 30d, 12w, 12m.</param>
/// <param name="By">Dimension to group by, or <see cref="Week"/>; null for none.</param>
/// <param name="Tenant">ID of the tenant to limit the metric to; null for all.</param>
/// <param name="At">Start of the point whose underlying data is listed; null for the whole range.</param>
/// <param name="Cursor">Cursor returned with the previous page of underlying data; null for the first page.</param>
public sealed record ExploreAddress(string Metric, string Range = "30d", string? By = null, string? Tenant = null, string? At = null, string? Cursor = null)
{
    public const string Home = "/explore";

    public const string Files = Home + "/file",
        RowFiles = Home + "/rows/file";

    /// <summary>Groups by day of the week and hour.</summary>
    public const string Week = "weekday,hour";

    public string Path => Home + Query;

    public bool IsWeek => By == Week;

    /// <summary>URL of the underlying data.</summary>
    public string Rows => Path + "#rows";

    /// <summary>The same as the URL of a list, used to export the underlying data.</summary>
    public ListAddress RowsAddress =>
        new(
            Home,
            [
                .. new (string Name, string? Value)[] { ("metric", Metric), ("range", Range), ("tenant", Tenant), ("at", At) }
                    .Where(part => part.Value is not null)
                    .Select(part => KeyValuePair.Create(part.Name, part.Value!)),
            ]
        );

    private string Query =>
        $"?metric={Uri.EscapeDataString(Metric)}&range={Uri.EscapeDataString(Range)}{Part("by", By)}{Part("tenant", Tenant)}{Part("at", At)}{Part("cursor", Cursor)}";

    /// <param name="kind">csv or xlsx.</param>
    public string File(string kind) => $"{Files}{(this with { At = null, Cursor = null }).Query}&as={kind}";

    /// <returns>Name of a file or picture without extension: the metric, the date of the query and its filters.</returns>
    public string FileName(MetricAnswer answer) =>
        string.Join(
            '_',
            new[]
            {
                Metric,
                answer.ComputedAt.ToOffset(answer.Range.From.Offset).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                Range,
                By,
                Tenant,
            }.OfType<string>()
        );

    public static string Instant(DateTimeOffset at) => at.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);

    /// <exception cref="Problem">400: a query parameter contains characters that PostgreSQL can't store.</exception>
    public static ExploreAddress Of(IQueryCollection query) =>
        new(query.Text("metric") ?? "", query.Text("range") ?? "30d", query.Text("by"), query.Text("tenant"), query.Text("at"), query.Text("cursor"));

    private static string Part(string name, string? value) => value is null ? "" : $"&{name}={Uri.EscapeDataString(value)}";
}
