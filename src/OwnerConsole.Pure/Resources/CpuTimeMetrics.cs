namespace OwnerConsole.Pure.Resources;

/// <summary>Finds how long a service has used CPUs since its process started. Two values show its CPU use between them.</summary>
public static class CpuTimeMetrics
{
    /// <summary>Nanoseconds instead of seconds.</summary>
    private const string DockerTotal = "container.cpu.usage.total";

    /// <summary>Time of each CPU of a machine. The mean of its CPUs is a share of the machine.</summary>
    private const string MachineTime = "system.cpu.time";

    /// <summary>Names of all metrics that are read, the most precise first.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "process.cpu.time",
        "dotnet.process.cpu.time",
        "jvm.cpu.time",
        "process.runtime.cpython.cpu_time",
        "process_cpu_seconds_total",
        "container.cpu.time",
        DockerTotal,
        "k8s.pod.cpu.time",
        MachineTime,
    ];

    /// <param name="samples">Metrics of one process, container or machine. Other metrics are ignored.</param>
    /// <returns>The used time; null if no metric reports it.</returns>
    public static ResourceCounter? Find(IEnumerable<ResourceSample> samples)
    {
        if (CpuLabels.FindBusy(samples, Names) is not { } busy)
            return null;
        var name = busy[0].Metric;
        return new(
            name,
            name == MachineTime ? ResourceUnit.Share : ResourceUnit.Cpus,
            ResourceSamples.Limit(name == MachineTime ? CpuLabels.MeanOfCpus(busy) : Seconds(name, busy.Sum(sample => sample.Value))),
            busy.Max(sample => sample.At)
        );
    }

    private static double Seconds(string name, double value) => name == DockerTotal ? value / 1e9 : value;
}

/// <summary>Time for which CPUs were used since a process, container or machine started.</summary>
/// <param name="Metric">Metric that the time is from.</param>
/// <param name="Unit">Unit of the CPU use that follows from two times: fully used CPUs, or a share of the machine.</param>
/// <param name="Seconds">At least 0.</param>
/// <param name="At">When it was measured.</param>
public sealed record ResourceCounter(string Metric, ResourceUnit Unit, double Seconds, DateTimeOffset At);
