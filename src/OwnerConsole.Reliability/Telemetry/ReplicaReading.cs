using System.Text.Json;
using OwnerConsole.Pure.Resources;
using OwnerConsole.Reliability.Telemetry.Otlp;

namespace OwnerConsole.Reliability.Telemetry;

/// <summary>CPU, memory or disk that one replica of a service uses.</summary>
internal sealed record ReplicaReading(string Service, string Replica, ResourceReading Reading)
{
    /// <returns>Readings in the metrics of one report, at most one of each kind for a replica.</returns>
    public static IReadOnlyList<ReplicaReading> Of(IEnumerable<SeriesPoint> points, DateTimeOffset now) =>
        [
            .. points
                .Where(point => point.Kind is SeriesKind.Gauge or SeriesKind.Total && point.Replica is not null && ResourceReadings.Reads(point.Metric))
                .GroupBy(point => (point.Service, Replica: point.Replica!)) // selected above
                .SelectMany(replica =>
                    ResourceReadings
                        .Of([.. replica.GroupBy(point => point.Series, StringComparer.Ordinal).Select(series => Last(series, now))])
                        .Select(reading => new ReplicaReading(replica.Key.Service, replica.Key.Replica, reading))
                ),
        ];

    /// <returns>Whether the point is about one of several CPUs of a machine.</returns>
    public static bool IsOfOneCpu(SeriesPoint point) =>
        point.Metric.StartsWith("system.cpu.", StringComparison.Ordinal) && ResourceReadings.Reads(point.Metric) && CpuLabels.HasNumber(Labels(point.Labels));

    /// <summary>A report can have several values of a series, which must not be added up.</summary>
    private static ResourceSample Last(IEnumerable<SeriesPoint> series, DateTimeOffset now)
    {
        var last = series.MaxBy(point => point.At ?? now)!; // a group has a point
        return new(last.Metric, Labels(last.Labels), last.Value, last.At ?? now);
    }

    private static Dictionary<string, string> Labels(JsonElement labels) =>
        labels.EnumerateObject().ToDictionary(label => label.Name, label => label.Value.GetString() ?? "", StringComparer.Ordinal);
}
