using System.Globalization;
using Microsoft.AspNetCore.Http;
using OwnerConsole.Kernel.Metrics;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Ui.Tables;

namespace OwnerConsole.Insights.Explore.Public;

/// <summary>Where a number is explained: its definition, its series and the rows behind it.</summary>
/// <param name="Range">as a query says it: 30d, 12w, 12m</param>
/// <param name="By">the dimension it is cut by, or <see cref="Week"/>; null for none</param>
/// <param name="Tenant">the one tenant that it is of; null for all</param>
/// <param name="At">the first instant of the one step whose rows are listed; null for the whole range</param>
/// <param name="Cursor">where the page of rows before ended; null for the first</param>
public sealed record ExploreAddress(string Metric, string Range = "30d", string? By = null, string? Tenant = null, string? At = null, string? Cursor = null)
{
    public const string Home = "/explore";

    public const string Files = Home + "/file",
        RowFiles = Home + "/rows/file";

    /// <summary>Cut by the day of the week and the hour of what happened.</summary>
    public const string Week = "weekday,hour";

    public string Path => Home + Query;

    public bool IsWeek => By == Week;

    /// <summary>The rows that the number counts.</summary>
    public string Rows => Path + "#rows";

    /// <summary>The same as the address of a list: what a file of the rows is asked by.</summary>
    public ListAddress OfRows =>
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

    /// <param name="kind">csv or xlsx</param>
    public string File(string kind) => $"{Files}{(this with { At = null, Cursor = null }).Query}&as={kind}";

    /// <returns>of a file or a picture, without its ending: the number, the day on which it was asked, and what it was narrowed to</returns>
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

    /// <exception cref="Problem">400: it holds what no text of the database can</exception>
    public static ExploreAddress Of(IQueryCollection query) =>
        new(query.Text("metric") ?? "", query.Text("range") ?? "30d", query.Text("by"), query.Text("tenant"), query.Text("at"), query.Text("cursor"));

    private static string Part(string name, string? value) => value is null ? "" : $"&{name}={Uri.EscapeDataString(value)}";
}
