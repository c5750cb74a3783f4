namespace OwnerConsole.Pure.Resources;

/// <summary>Selects the samples that describe the current use of a resource.</summary>
internal static class ResourceSamples
{
    /// <summary>Exporters send all metrics of a service together. Older values belong to a process or a state that no longer exists.</summary>
    private static readonly TimeSpan s_together = TimeSpan.FromMinutes(5);

    /// <summary>Larger values are errors of an exporter, and would not fit into the types that are used to show them.</summary>
    private const double MaxValue = 1e15;

    /// <returns>Samples of these metrics that are about as new as the newest one.</returns>
    public static IReadOnlyList<ResourceSample> Current(IEnumerable<ResourceSample> samples, IReadOnlyList<string> names)
    {
        var known = samples.Where(sample => names.Contains(sample.Metric, StringComparer.Ordinal)).ToList();
        if (known.Count == 0)
            return [];
        var first = known.Max(sample => sample.At) - s_together;
        return [.. known.Where(sample => sample.At >= first)];
    }

    /// <returns>Samples of the first of these metrics that has some; null if none has.</returns>
    public static List<ResourceSample>? First(IReadOnlyCollection<ResourceSample> samples, IEnumerable<string> names) =>
        names.Select(name => samples.Where(sample => sample.Metric == name).ToList()).FirstOrDefault(found => found.Count > 0);

    /// <returns>Value of the first of these labels that the sample has; null if it has none.</returns>
    public static string? Label(ResourceSample sample, IEnumerable<string> labels) =>
        labels.Select(label => sample.Labels.GetValueOrDefault(label)).FirstOrDefault(value => value is not null);

    /// <returns>A number of at least 0 that can be shown.</returns>
    public static double Limit(double value) => double.IsNaN(value) ? 0 : Math.Clamp(value, 0, MaxValue);
}
