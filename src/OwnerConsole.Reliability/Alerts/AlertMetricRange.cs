using System.ComponentModel;
using OwnerConsole.Metrics.Catalogue;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Reliability.Alerts;

/// <summary>Period of the number that a metric rule compares.</summary>
public enum AlertMetricRange
{
    [Description("Today")]
    Today,

    [Description("Last 7 days")]
    Week,

    [Description("Last 30 days")]
    Month,
}

/// <summary>How a metric rule compares the number with its threshold.</summary>
public enum ThresholdComparison
{
    Above,
    Below,
}

/// <summary>Queries and comparisons of metric rules.</summary>
internal static class AlertMetricRanges
{
    /// <returns>Whether the number is beyond the threshold.</returns>
    public static bool IsMet(this ThresholdComparison comparison, decimal value, decimal threshold) =>
        comparison is ThresholdComparison.Above ? value > threshold : value < threshold;

    public static MetricQuery Query(this AlertMetricRange range, string metric) =>
        new(
            [metric],
            range switch
            {
                AlertMetricRange.Today => new(This: CalendarUnit.Day),
                AlertMetricRange.Week => new(Last: "7d"),
                _ => new(Last: "30d"),
            }
        );
}
