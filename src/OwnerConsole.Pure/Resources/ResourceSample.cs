namespace OwnerConsole.Pure.Resources;

/// <summary>Last value of a metric of a service.</summary>
/// <param name="Metric">Name of the metric, such as process.cpu.utilization.</param>
/// <param name="Labels">Labels by name, such as cpu.mode.</param>
/// <param name="Value">Value in the unit of the metric.</param>
/// <param name="At">Time of the value.</param>
public sealed record ResourceSample(string Metric, IReadOnlyDictionary<string, string> Labels, double Value, DateTimeOffset At);
