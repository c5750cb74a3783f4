using System.Globalization;
using OwnerConsole.Insights.Explore.Public;
using OwnerConsole.Metrics.Catalogue;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Insights.Explore;

/// <summary>Builds the metric queries of the explore page from its URL.</summary>
internal static class MetricQueries
{
    public static MetricQuery Of(Metric metric, ExploreAddress address, Grain? grain = null) =>
        address is { IsWeek: false, By: { } by }
            ? new([metric.Id], new(Last: address.Range), grain, [by], Filters(address), Order: "-value")
            : new([metric.Id], new(Last: address.Range), grain, Filters: Filters(address));

    /// <summary>Query for the chart and its files: grouped, or compared with the previous period.</summary>
    public static MetricQuery Series(Metric metric, ExploreAddress address) =>
        address.IsWeek
            ? Of(metric, address) with
            {
                Dimensions = ExploreAddress.Week.Split(','),
                Limit = 7 * 24,
            }
            : Of(metric, address, Grained(metric, address)) with
            {
                Compare = address.By is null ? Comparison.PreviousPeriod : null,
            };

    /// <summary>Metrics that count distinct members per day can't be added up over a range, so they show the current day.</summary>
    public static RequestedRange Ranged(Metric metric, ExploreAddress address) => IsOfDays(metric) ? new(This: CalendarUnit.Day) : new(Last: address.Range);

    private static bool IsOfDays(Metric metric) => metric is { Kind: MetricKind.Distinct, AffectedDays: 0 };

    /// <summary>False for metrics and groupings that are only known for the present.</summary>
    public static bool HasPast(Metric metric, ExploreAddress address) =>
        metric.HasPast && metric.Dimensions.FirstOrDefault(dimension => dimension.Name == address.By)?.HasPast != false;

    private static IReadOnlyList<MetricFilter>? Filters(ExploreAddress address) => address.Tenant is { } tenant ? [new("tenant", [tenant])] : null;

    private static Grain Grained(Metric metric, ExploreAddress address) =>
        IsOfDays(metric) ? Grain.Day
        : address.Range.EndsWith('m') ? Grain.Month
        : address.Range.EndsWith('w') ? Grain.Week
        : metric.MinGrain > Grain.Day ? metric.MinGrain
        : Grain.Day;

    /// <returns>The point selected in the URL; null if none is.</returns>
    public static MetricPoint? FindStep(MetricAnswer? series, ExploreAddress address) =>
        series?.Metrics[0].Groups.SelectMany(group => group.Points).FirstOrDefault(point => ExploreAddress.Instant(point.From) == address.At);

    /// <summary>Query for the underlying data of the selected point, or of the whole range.</summary>
    public static MetricRowsQuery Rows(Metric metric, ExploreAddress address, MetricAnswer? series)
    {
        var step = FindStep(series, address);
        // The last point ends when its query ran. Its data does not: metrics that are stored by day have no part of a day.
        var isOpen = step is { Partial: true } && series!.Metrics[0].Groups.Any(group => group.Points is [.., var last] && last == step);
        return new(
            metric.Id,
            step is null
                ? Ranged(metric, address)
                : new(From: ExploreAddress.Instant(step.From), To: (isOpen ? step.To.AddDays(1) : step.To).ToString("O", CultureInfo.InvariantCulture)),
            Filters(address),
            Cursor: address.Cursor
        );
    }
}
