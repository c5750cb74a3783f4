namespace OwnerConsole.Pure.Prometheus;

/// <summary>How the values of a metric are aggregated.</summary>
public enum MetricAggregate
{
    /// <summary>A current value, also of metrics without a type.</summary>
    Gauge,

    /// <summary>A sum since the start of the process.</summary>
    Counter,

    /// <summary>Mean of a histogram or a summary since the start of the process.</summary>
    Mean,
}

/// <summary>A value of a metric.</summary>
/// <param name="Name">At most 200 letters, digits, underscores and colons.</param>
/// <param name="Labels">At most 20, with values of at most 1,000 characters.</param>
/// <param name="Value">Finite.</param>
/// <param name="At">Null if the service gave no time.</param>
public sealed record MetricSample(string Name, MetricAggregate Kind, IReadOnlyDictionary<string, string> Labels, double Value, DateTimeOffset? At);

/// <summary>Metrics of a service.</summary>
/// <param name="Samples">Empty if there are none.</param>
/// <param name="Lines">Number of lines with a value, including parts of histograms and values that are not finite.</param>
/// <param name="Broken">Number of lines that could not be read.</param>
/// <param name="Skipped">Number of values that are not finite.</param>
public sealed record ExpositionReading(IReadOnlyList<MetricSample> Samples, int Lines, int Broken, int Skipped);
