using System.Globalization;
using OwnerConsole.Insights.Explore.Public;
using OwnerConsole.Metrics.Catalogue;
using OwnerConsole.Pure.Periods;
using OwnerConsole.Ui.Charts;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Insights.Explore;

/// <summary>Prepares the answer to a metric query with a grain for a chart.</summary>
/// <param name="address">URL of the metric. Each point of the chart links to its underlying data.</param>
/// <param name="labels">Names of groups by ID.</param>
internal sealed class MetricSeries(MetricAnswer answer, MetricResult metric, ExploreAddress address, IReadOnlyDictionary<string, string> labels)
{
    /// <summary>Maximum number of lines, limited by the number of colors.</summary>
    public const int MaxLines = 8;

    private IReadOnlyList<MetricPoint> FirstPoints => metric.Groups is [var group, ..] ? group.Points : [];

    public IReadOnlyList<ChartStep> Steps =>
        [
            .. FirstPoints.Select(point => new ChartStep(
                Label(point.From),
                ShortLabel(point.From),
                point.Partial,
                (address with { At = ExploreAddress.Instant(point.From) }).Rows
            )),
        ];

    public IReadOnlyList<ChartLine> Lines
    {
        get
        {
            if (answer.Dimensions.Count > 0)
                return [.. metric.Groups.Take(MaxLines).Select(group => new ChartLine(Name(group), [.. group.Points.Select(point => point.Figure.Value)]))];
            var now = new ChartLine(Wording.Translate(metric.Title), [.. FirstPoints.Select(point => point.Figure.Value)]);
            return FirstPoints.Any(point => point.Figure.Previous is not null)
                ? [now, new ChartLine("previous period", [.. FirstPoints.Select(point => point.Figure.Previous)]) { IsPreviousPeriod = true }]
                : [now];
        }
    }

    /// <summary>Divisor for axis steps: durations are shown in hours or minutes, so steps are round in these units.</summary>
    public decimal UnitDivisor =>
        metric.Unit != MetricUnit.Seconds.Name ? 1
        : Lines.SelectMany(line => line.Values).Max() is var most && most >= 3600 ? 3600
        : most >= 60 ? 60
        : 1;

    /// <summary>Smallest axis step. Counts and amounts of money have no fractions.</summary>
    public decimal MinStep => metric.Currency is not null || metric.Unit == MetricUnit.Count.Name && metric.Kind is not MetricKind.Ratio ? 1 : 0;

    private string Name(MetricGroup group) =>
        string.Join(", ", group.Key.Values.Select(value => value is null ? "Unknown" : labels.GetValueOrDefault(value, value)));

    private string Label(DateTimeOffset at) =>
        answer.Grain switch
        {
            Grain.Hour => Text(at, "d MMM yyyy, HH:mm"),
            Grain.Week => "Week of " + Text(at, "d MMM yyyy"),
            Grain.Month => Text(at, "MMMM yyyy"),
            _ => Text(at, "ddd d MMM yyyy"),
        };

    private string ShortLabel(DateTimeOffset at) =>
        answer.Grain switch
        {
            Grain.Hour => Text(at, "HH:mm"),
            Grain.Month => Text(at, "MMM yy"),
            _ => Text(at, "d MMM"),
        };

    private static string Text(DateTimeOffset at, string format) => at.ToString(format, CultureInfo.InvariantCulture);
}
