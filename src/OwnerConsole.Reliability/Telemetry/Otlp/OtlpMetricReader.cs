using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using OwnerConsole.Pure.Errors;

namespace OwnerConsole.Reliability.Telemetry.Otlp;

/// <summary>How the values of a metric are aggregated.</summary>
public enum SeriesKind
{
    /// <summary>A current value.</summary>
    Gauge,

    /// <summary>A sum since the start of the process.</summary>
    Total,

    /// <summary>A sum since the previous value, also of a histogram.</summary>
    Delta,

    /// <summary>Mean of a histogram.</summary>
    Mean,
}

/// <summary>A value of a metric.</summary>
/// <param name="Series">Hash of service, metric and labels.</param>
/// <param name="Labels">Labels by name, as a JSON object.</param>
/// <param name="At">Null if it has no time.</param>
public sealed record SeriesPoint(
    string Series,
    string Service,
    string Metric,
    string? Unit,
    SeriesKind Kind,
    JsonElement Labels,
    DateTimeOffset? At,
    double Value
)
{
    /// <summary>Process, container or machine that reports it; null if the CPU, memory or disk that it uses is not that of the service.</summary>
    public string? Replica { get; init; } = OtlpResource.DefaultReplica;
}

/// <summary>The values in an OTLP request with metrics.</summary>
/// <param name="Unsupported">Number of exponential histograms and summaries, and of values without a number.</param>
public sealed record MetricReading(IReadOnlyList<SeriesPoint> Points, int Unsupported);

/// <summary>Reads values of metrics: sums, gauges, and the mean of histograms.</summary>
public static class OtlpMetricReader
{
    private const int Delta = 1,
        MaxName = 200,
        MaxUnit = 60,
        MaxLabels = 20;

    /// <summary>Larger values could not be summed up for an hour.</summary>
    private const double MaxValue = 1e100;

    public static MetricReading Read(JsonElement body)
    {
        var (points, unsupported) = (new List<SeriesPoint>(), 0);
        foreach (var resource in body.Items("resourceMetrics"))
        {
            var (service, replica) = OtlpResource.Read(resource);
            foreach (var metric in resource.Items("scopeMetrics").SelectMany(scope => scope.Items("metrics")))
            {
                if (metric.Text("name") is not { Length: > 0 } name)
                {
                    unsupported++;
                    continue;
                }
                var found = Points(service, SecretScrubber.Text(name, MaxName), metric).ToList();
                var user = OtlpResource.IsOfProcess(resource, name) ? null : replica;
                points.AddRange(found.OfType<SeriesPoint>().Select(point => point with { Replica = user }));
                unsupported += found.Count(point => point is null);
            }
        }
        return new(points, unsupported);
    }

    private static IEnumerable<SeriesPoint?> Points(string service, string name, JsonElement metric)
    {
        var unit = metric.Text("unit") is { Length: > 0 } said ? SecretScrubber.Text(said, MaxUnit) : null;
        var sum = metric.Member("sum");
        var kind = sum.Integer("aggregationTemporality") == Delta ? SeriesKind.Delta : SeriesKind.Total;
        return metric
            .Member("gauge")
            .Items("dataPoints")
            .Select(point => Point(service, name, unit, SeriesKind.Gauge, point, Value(point)))
            .Concat(sum.Items("dataPoints").Select(point => Point(service, name, unit, kind, point, Value(point))))
            .Concat(
                metric
                    .Member("histogram")
                    .Items("dataPoints")
                    .Where(point => point.Integer("count") is not 0)
                    .Select(point => Point(service, name, unit, SeriesKind.Mean, point, Mean(point)))
            )
            .Concat(metric.Member("exponentialHistogram").Items("dataPoints").Select(_ => (SeriesPoint?)null))
            .Concat(metric.Member("summary").Items("dataPoints").Select(_ => (SeriesPoint?)null));
    }

    private static double? Value(JsonElement point) => point.Number("asDouble") ?? point.Integer("asInt");

    private static double? Mean(JsonElement point) => point.Integer("count") is { } count and > 0 && point.Number("sum") is { } sum ? sum / count : null;

    private static SeriesPoint? Point(string service, string name, string? unit, SeriesKind kind, JsonElement point, double? value) =>
        value is { } number
            ? Point(
                service,
                name,
                unit,
                kind,
                point
                    .Items("attributes")
                    .Select(attribute => (Key: attribute.Text("key"), Value: OtlpJson.Scalar(attribute.Member("value"))))
                    .Where(label => label.Key is not null && label.Value is not null)
                    .Select(label => (label.Key!, label.Value!)), // selected above
                point.Time("timeUnixNano"),
                number
            )
            : null;

    /// <param name="all">Labels, of which the first ones are stored, without secrets.</param>
    /// <returns>Null if the value is too large.</returns>
    internal static SeriesPoint? Point(
        string service,
        string name,
        string? unit,
        SeriesKind kind,
        IEnumerable<(string Key, string Value)> all,
        DateTimeOffset? at,
        double value
    )
    {
        if (Math.Abs(value) > MaxValue)
            return null;
        var (labels, whole) = (new SortedDictionary<string, string>(StringComparer.Ordinal), new SortedDictionary<string, string>(StringComparer.Ordinal));
        foreach (var (key, text) in all.Take(MaxLabels))
            if (key.Length is > 0 and <= 100)
            {
                whole[key] = text; // Cut or removed values would make one series of two.
                labels[SecretScrubber.Text(key)] = SecretScrubber.IsSecret(key) ? SecretScrubber.Removed : SecretScrubber.Text(text, MaxName);
            }
        var json = JsonSerializer.SerializeToElement(labels);
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{service}\n{name}\n{kind}\n{JsonSerializer.Serialize(whole)}"));
        return new(Convert.ToHexStringLower(hash.AsSpan(0, 16)), service, name, unit, kind, json, at, value);
    }
}
