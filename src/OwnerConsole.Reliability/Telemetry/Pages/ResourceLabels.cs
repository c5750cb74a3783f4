using System.Globalization;
using OwnerConsole.Pure.Amounts;
using OwnerConsole.Pure.Periods;
using OwnerConsole.Pure.Resources;
using OwnerConsole.Reliability.Telemetry.Public;
using OwnerConsole.Reliability.Telemetry.Resources.Public;
using OwnerConsole.Ui.Charts;

namespace OwnerConsole.Reliability.Telemetry.Pages;

/// <summary>Words and numbers of CPU, memory and disk on pages.</summary>
internal static class ResourceLabels
{
    public static string Title(ResourceKind resource) =>
        resource switch
        {
            ResourceKind.Cpu => "CPU",
            ResourceKind.Memory => "Memory",
            _ => "Disk",
        };

    /// <returns>The value with its unit; a dash without one.</returns>
    public static string Value(ResourceUnit unit, double? value) =>
        value is not { } number
            ? "–"
            : unit switch
            {
                ResourceUnit.Bytes => ByteCount.Text((long)number),
                ResourceUnit.Cpus => number.ToString("0.##", CultureInfo.InvariantCulture) + " CPUs",
                _ => Percent(number),
            };

    /// <returns>The last value, and the used share if it is another number; a dash without a value.</returns>
    public static string Value(ReplicaResource? resource) =>
        resource switch
        {
            null => "–",
            { Unit: ResourceUnit.Bytes, Value: not null, Share: { } share } => $"{Value(resource.Unit, resource.Value)} ({Percent(share)})",
            _ => Value(resource.Unit, resource.Value),
        };

    /// <returns>Steps of a chart, of which the last one is incomplete.</returns>
    public static IReadOnlyList<ChartStep> Steps(TrendRange range, IReadOnlyList<ResourcePoint> points)
    {
        var isShort = range.Points().Width < TimeSpan.FromDays(1);
        return
        [
            .. points.Select(
                (point, place) =>
                    new ChartStep(
                        point.At.ToString(isShort ? "ddd d MMM, HH:mm 'UTC'" : "ddd d MMM yyyy", CultureInfo.InvariantCulture),
                        point.At.ToString(range is TrendRange.Day ? "HH:mm" : "d MMM", CultureInfo.InvariantCulture),
                        place == points.Count - 1,
                        null
                    )
            ),
        ];
    }

    /// <returns>Mean and highest values of a chart. Replicas are not added up.</returns>
    public static IReadOnlyList<ChartLine> Lines(ResourceTrend trend) =>
        [new("Mean", [.. trend.Points.Select(point => Round(point.Mean))]), new("Highest", [.. trend.Points.Select(point => Round(point.Highest))])];

    public static IReadOnlyList<decimal?> Sparkline(ReplicaResource? resource) => [.. (resource?.Trend ?? []).Select(Round)];

    /// <summary>Smaller numbers are not visible, and an axis can't be divided into parts of them.</summary>
    private static decimal? Round(double? value) => value is { } number ? Math.Round((decimal)number, 6) : null;

    private static string Percent(double share) => (100 * share).ToString("0.#", CultureInfo.InvariantCulture) + "%";
}
