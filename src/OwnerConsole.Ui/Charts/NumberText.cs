using System.Globalization;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Metrics.Catalogue;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Ui.Charts;

/// <summary>Formats metric values the same way on every tile, chart and table.</summary>
public static class NumberText
{
    /// <summary>Units that are part of the formatted number or need no label.</summary>
    private static readonly string[] s_silent = [MetricUnit.Share.Name, MetricUnit.Count.Name, MetricUnit.Times.Name, MetricUnit.Seconds.Name];

    /// <returns>The formatted value; a dash when it is unknown, which is different from 0.</returns>
    public static string Of(MetricResult metric, decimal? value) =>
        value is not { } number ? "–"
        : metric.Currency is { } currency ? new Money((long)Math.Round(number, MidpointRounding.AwayFromZero), currency).ToString()
        : metric.Unit == MetricUnit.Seconds.Name ? Time(number)
        : metric.Unit == MetricUnit.Share.Name ? (number * 100).ToString("0.0", CultureInfo.InvariantCulture) + " %"
        : number.ToString(number == decimal.Truncate(number) ? "#,0" : "#,0.##", CultureInfo.InvariantCulture);

    /// <returns>The formatted value of a tile: money is shown with its symbol and without decimals, everything else as in tables.</returns>
    public static string OnTile(MetricResult metric, decimal? value) =>
        value is { } number && metric.Currency is { } currency
            ? new Money((long)Math.Round(number, MidpointRounding.AwayFromZero), currency).WholeText
            : Of(metric, value);

    /// <returns>The unit to show after the number; null when the number already includes it.</returns>
    public static string? UnitOf(MetricResult metric) => metric.Currency is not null || s_silent.Contains(metric.Unit) ? null : metric.Unit;

    /// <inheritdoc cref="UnitOf(MetricResult)"/>
    /// <param name="value">Value that decides between singular and plural: 1 class, 40 classes.</param>
    public static string? UnitOf(MetricResult metric, decimal? value) => UnitOf(metric) is { } unit ? Nouns.OfUnit(unit, Of(metric, value)) : null;

    /// <returns>The number and its unit, as shown in tables.</returns>
    public static string WithUnit(MetricResult metric, decimal? value) =>
        value is not null && UnitOf(metric, value) is { } unit ? $"{Of(metric, value)} {unit}" : Of(metric, value);

    /// <returns>The size of the change on a tile, without a sign: percentage points of a share, percent of anything else. Null when nothing is compared or nothing changed.</returns>
    public static string? ChangeText(MetricResult metric, Figure? figure) =>
        figure?.Change is not { } change || change == 0 ? null
        : metric.Unit == MetricUnit.Share.Name ? (Math.Abs(change) * 100).ToString("0.#", CultureInfo.InvariantCulture) + " pp"
        : figure.ChangeShare is { } share ? Math.Abs(share * 100).ToString("0.#", CultureInfo.InvariantCulture) + " %"
        : OnTile(metric, Math.Abs(change));

    /// <returns>The change with its sign, such as <c>+4.2 %</c>; null when nothing is compared or nothing changed.</returns>
    public static string? SignedChange(MetricResult metric, Figure? figure) =>
        ChangeText(metric, figure) is { } size ? $"{(figure!.Change > 0 ? "+" : "−")}{size}" : null; // a size has a change

    /// <returns>Whether the change is an improvement; null when it is neutral.</returns>
    public static bool? IsGood(MetricResult metric, Figure? figure) =>
        figure?.Change is not { } change || change == 0 || metric.Good is GoodDirection.Neither ? null : change > 0 == metric.Good is GoodDirection.Up;

    /// <summary>Formats a duration in the largest fitting unit: hours, minutes or seconds.</summary>
    private static string Time(decimal seconds)
    {
        var (per, unit) = Math.Abs(seconds) switch
        {
            >= 3600 => (3600m, "h"),
            >= 60 => (60m, "min"),
            _ => (1m, "s"),
        };
        return $"{(seconds / per).ToString("#,0.#", CultureInfo.InvariantCulture)} {unit}";
    }
}
