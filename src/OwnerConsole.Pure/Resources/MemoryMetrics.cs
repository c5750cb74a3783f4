namespace OwnerConsole.Pure.Resources;

/// <summary>Finds the memory use of a service in its metrics, by the names of OpenTelemetry and Prometheus.</summary>
public static class MemoryMetrics
{
    private const string MachineBytes = "system.memory.usage";

    /// <summary>Metrics in bytes, the most precise first. The memory of the whole machine is the last resort.</summary>
    private static readonly string[] s_bytes =
    [
        "process.memory.usage",
        "container.memory.working_set",
        "container.memory.usage",
        "container.memory.usage.total",
        "k8s.pod.memory.working_set",
        "k8s.pod.memory.usage",
        "dotnet.process.memory.working_set",
        "process_resident_memory_bytes",
        "jvm.memory.used",
        "process.runtime.jvm.memory.usage",
        "process.runtime.go.mem.heap_alloc",
        "v8js.memory.heap.used",
        MachineBytes,
    ];

    /// <summary>Metrics with the used share of the limit of a container, or of the memory of the machine.</summary>
    private static readonly string[] s_shares =
    [
        "container.memory.limit.utilization",
        "k8s.container.memory_limit_utilization",
        "k8s.pod.memory_limit_utilization",
        "system.memory.utilization",
    ];

    private static readonly string[] s_stateLabels = ["system.memory.state", "state"];

    /// <summary>Names of all metrics that are read.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. s_bytes, .. s_shares];

    /// <param name="samples">Metrics of one service. Other metrics are ignored.</param>
    /// <returns>The memory use in bytes, or as a share if no metric reports bytes; null if none reports either.</returns>
    public static ResourceUse? Find(IEnumerable<ResourceSample> samples)
    {
        var all = ResourceSamples.Current(samples, Names);
        var current = all.Where(IsUsed).ToList();
        var (bytes, share) = (ResourceSamples.First(current, s_bytes), ResourceSamples.First(current, s_shares));
        // Several processes or states add up to a number of bytes, but shares of different limits don't.
        double? used = share is null ? null : ResourceSamples.Limit(share.Max(sample => sample.Value));
        return bytes is not null ? OfBytes(bytes, used, Total(bytes[0].Metric, all))
            : share is not null && used is { } value ? new ResourceUse(share[0].Metric, ResourceUnit.Share, value, value, share.Max(sample => sample.At))
            : null;
    }

    /// <param name="share">Reported share; null if only the total is known, or nothing.</param>
    private static ResourceUse OfBytes(IReadOnlyList<ResourceSample> bytes, double? share, double? total)
    {
        var value = ResourceSamples.Limit(bytes.Sum(sample => sample.Value));
        return new(bytes[0].Metric, ResourceUnit.Bytes, value, share ?? (total > 0 ? value / total : null), bytes.Max(sample => sample.At)) { Maximum = total };
    }

    /// <returns>Memory of the machine, from all its states; null for other metrics, or without other states. Memory of slabs is part of other states.</returns>
    private static double? Total(string metric, IReadOnlyList<ResourceSample> all)
    {
        if (metric != MachineBytes)
            return null;
        var states = all.Where(sample => sample.Metric == metric && State(sample)?.StartsWith("slab", StringComparison.OrdinalIgnoreCase) is false).ToList();
        return states.Count > 1 && states.Sum(sample => sample.Value) is var total and > 0 ? ResourceSamples.Limit(total) : null;
    }

    /// <summary>Metrics of a machine also report free and cached memory. Metrics of a process have no state.</summary>
    private static bool IsUsed(ResourceSample sample) => State(sample) is not { } state || string.Equals(state, "used", StringComparison.OrdinalIgnoreCase);

    private static string? State(ResourceSample sample) => ResourceSamples.Label(sample, s_stateLabels);
}
