namespace OwnerConsole.Pure.Resources;

/// <summary>Finds the memory use of a service in its metrics, by the names of OpenTelemetry and Prometheus.</summary>
public static class MemoryMetrics
{
    /// <summary>Metrics in bytes, the most precise first. The memory of the whole machine is the last resort.</summary>
    private static readonly string[] s_bytes =
    [
        "process.memory.usage",
        "container.memory.working_set",
        "container.memory.usage",
        "dotnet.process.memory.working_set",
        "process_resident_memory_bytes",
        "jvm.memory.used",
        "system.memory.usage",
    ];

    /// <summary>Metrics with the used share of the limit of a container, or of the memory of the machine.</summary>
    private static readonly string[] s_shares = ["container.memory.limit.utilization", "system.memory.utilization"];

    private static readonly string[] s_stateLabels = ["system.memory.state", "state"];

    /// <summary>Names of all metrics that are read.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. s_bytes, .. s_shares];

    /// <param name="samples">Metrics of one service. Other metrics are ignored.</param>
    /// <returns>The memory use in bytes, or as a share if no metric reports bytes; null if none reports either.</returns>
    public static ResourceUse? Find(IEnumerable<ResourceSample> samples)
    {
        var current = ResourceSamples.Current(samples, Names).Where(IsUsed).ToList();
        var (bytes, share) = (First(current, s_bytes), First(current, s_shares));
        // Several processes or states add up to a number of bytes, but shares of different limits don't.
        double? used = share is null ? null : ResourceSamples.Limit(share.Max(sample => sample.Value));
        return bytes is not null
                ? new(bytes[0].Metric, ResourceUnit.Bytes, ResourceSamples.Limit(bytes.Sum(sample => sample.Value)), used, bytes.Max(sample => sample.At))
            : share is not null && used is { } value ? new(share[0].Metric, ResourceUnit.Share, value, value, share.Max(sample => sample.At))
            : null;
    }

    /// <returns>Samples of the first metric that has some; null if none has.</returns>
    private static List<ResourceSample>? First(IReadOnlyCollection<ResourceSample> samples, IEnumerable<string> names) =>
        names.Select(name => samples.Where(sample => sample.Metric == name).ToList()).FirstOrDefault(found => found.Count > 0);

    /// <summary>Metrics of a machine also report free and cached memory. Metrics of a process have no state.</summary>
    private static bool IsUsed(ResourceSample sample) =>
        ResourceSamples.Label(sample, s_stateLabels) is not { } state || string.Equals(state, "used", StringComparison.OrdinalIgnoreCase);
}
