using System.ComponentModel;
using System.Globalization;
using OwnerConsole.Data;
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

    /// <summary>
    /// Activity that is counted within a period starts at zero, so shortly after midnight a day would be below any threshold. Only complete days are compared with a
    /// threshold below; above a threshold, the current day counts too.
    /// </summary>
    public static bool NeedsCompleteDays(this ThresholdComparison comparison, Metric metric) =>
        comparison is ThresholdComparison.Below && metric is { HasPast: true, Kind: MetricKind.Flow or MetricKind.Distinct or MetricKind.Peak };

    /// <param name="yesterday">The last complete day in the reporting time zone, if only complete days count; null if the current day counts too.</param>
    public static MetricQuery Query(this AlertMetricRange range, IReadOnlyList<string> metrics, DateOnly? yesterday)
    {
        var days = range switch
        {
            AlertMetricRange.Today => 1,
            AlertMetricRange.Week => 7,
            _ => 30,
        };
        return new(
            metrics,
            yesterday is { } last ? new(From: Text(last.AddDays(1 - days)), To: Text(last))
                : range is AlertMetricRange.Today ? new(This: CalendarUnit.Day)
                : new(Last: string.Create(CultureInfo.InvariantCulture, $"{days}d"))
        );
    }

    /// <returns>The day before the current one in the reporting time zone.</returns>
    public static Task<DateOnly> FindYesterday(UnitOfWork reading) =>
        reading.One<DateOnly>("select (now() at time zone r.zone)::date - 1 from core.reporting r");

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
