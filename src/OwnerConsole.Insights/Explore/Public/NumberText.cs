using System.Globalization;
using OwnerConsole.Kernel.Metrics;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Insights.Explore.Public;

/// <summary>How a metric's number is read by people: the same on every tile, chart and table.</summary>
public static class NumberText
{
    /// <returns>a dash for a number that isn't known, which is not 0</returns>
    public static string Of(MetricResult metric, decimal? value) =>
        value is not { } number ? "–"
        : metric.Currency is { } currency ? new Money((long)Math.Round(number, MidpointRounding.AwayFromZero), currency).ToString()
        : metric.Unit == Unit.Share.Name ? (number * 100).ToString("0.0", CultureInfo.InvariantCulture) + " %"
        : number.ToString(number == decimal.Truncate(number) ? "#,0" : "#,0.##", CultureInfo.InvariantCulture);

    /// <returns>what stands behind the number: nothing where it says so itself</returns>
    public static string? UnitOf(MetricResult metric) =>
        metric.Currency is not null || metric.Unit == Unit.Share.Name || metric.Unit == Unit.Count.Name || metric.Unit == Unit.Times.Name ? null : metric.Unit;

    /// <returns>by how much it moved, without a sign; null when nothing is compared or nothing moved</returns>
    public static string? Moved(MetricResult metric, Figure? figure) =>
        figure?.Change is not { } change || change == 0 ? null
        : figure.ChangeShare is { } share && metric.Unit != Unit.Share.Name ? Math.Abs(share * 100).ToString("0.#", CultureInfo.InvariantCulture) + " %"
        : Of(metric, Math.Abs(change));

    /// <returns>whether the move is good news; null for neither</returns>
    public static bool? IsGood(MetricResult metric, Figure? figure) =>
        figure?.Change is not { } change || change == 0 || metric.Good is Good.Neither ? null : change > 0 == metric.Good is Good.Up;
}
