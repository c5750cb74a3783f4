namespace OwnerConsole.Pure.Resources;

/// <summary>Finds the CPU use of a service in its metrics, by the names of OpenTelemetry.</summary>
public static class CpuMetrics
{
    /// <summary>Metrics with a share of the CPUs, the most precise first. The CPU use of the whole machine is the last resort.</summary>
    private static readonly string[] s_shares =
    [
        "process.cpu.utilization",
        "process.runtime.cpython.cpu.utilization",
        "container.cpu.limit.utilization",
        "k8s.container.cpu_limit_utilization",
        "k8s.pod.cpu_limit_utilization",
        "jvm.cpu.recent_utilization",
        "process.runtime.jvm.cpu.utilization",
        "system.cpu.utilization",
    ];

    /// <summary>Metrics in fully used CPUs, used if no share is reported.</summary>
    private static readonly string[] s_cpus = ["container.cpu.usage", "k8s.pod.cpu.usage"];

    /// <summary>Names of all metrics that are read.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. s_shares, .. s_cpus];

    /// <param name="samples">Metrics of one service. Other metrics are ignored.</param>
    /// <returns>The CPU use; null if no metric reports it.</returns>
    public static ResourceUse? Find(IEnumerable<ResourceSample> samples)
    {
        if (CpuLabels.FindBusy(samples, Names) is not { } busy)
            return null;
        var isShare = s_shares.Contains(busy[0].Metric, StringComparer.Ordinal);
        var value = ResourceSamples.Limit(isShare ? CpuLabels.MeanOfCpus(busy) : busy.Sum(sample => sample.Value));
        return new(busy[0].Metric, isShare ? ResourceUnit.Share : ResourceUnit.Cpus, value, isShare ? value : null, busy.Max(sample => sample.At));
    }
}
