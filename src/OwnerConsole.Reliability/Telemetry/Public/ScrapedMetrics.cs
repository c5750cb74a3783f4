using OwnerConsole.Pure.Errors;
using OwnerConsole.Pure.Prometheus;
using OwnerConsole.Reliability.Telemetry.Otlp;

namespace OwnerConsole.Reliability.Telemetry.Public;

/// <summary>Stores metrics that another module has read from a service, like those that services send with OpenTelemetry.</summary>
internal sealed class ScrapedMetrics(MetricIntake metrics)
{
    /// <summary>Most values of one response that are stored, so that one service can't use all series.</summary>
    public const int MaxSamples = 300;

    private const int MaxName = 200;

    /// <param name="service">Name of the service.</param>
    /// <returns>Number of values that are not stored, because of their time, or because there are too many of them or too many series.</returns>
    public async Task<int> Record(string service, IReadOnlyList<MetricSample> samples, CancellationToken stop)
    {
        var points = samples
            .Take(MaxSamples)
            .Select(sample =>
                OtlpMetricReader.Point(
                    service,
                    SecretScrubber.Text(sample.Name, MaxName),
                    null,
                    KindOf(sample.Kind),
                    sample.Labels.Select(label => (label.Key, label.Value)),
                    sample.At,
                    sample.Value
                )
            )
            .OfType<SeriesPoint>()
            .ToList();
        return samples.Count - points.Count + await metrics.Record(points, stop);
    }

    private static SeriesKind KindOf(MetricAggregate kind) =>
        kind switch
        {
            MetricAggregate.Counter => SeriesKind.Total,
            MetricAggregate.Mean => SeriesKind.Mean,
            _ => SeriesKind.Gauge,
        };
}
