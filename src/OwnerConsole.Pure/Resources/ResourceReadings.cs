namespace OwnerConsole.Pure.Resources;

/// <summary>Finds the use of all resources in the metrics of one process, container or machine.</summary>
public static class ResourceReadings
{
    /// <summary>Metrics of the whole machine are the last resort, because other processes are part of them.</summary>
    private const string Machine = "system.";

    private static readonly string[] s_cpus =
    [
        .. CpuMetrics.Names.Concat(CpuTimeMetrics.Names).Where(name => !IsOfMachine(name)),
        .. CpuMetrics.Names.Concat(CpuTimeMetrics.Names).Where(IsOfMachine),
    ];

    private static readonly HashSet<string> s_names = s_cpus.Concat(MemoryMetrics.Names).Concat(DiskMetrics.Names).ToHashSet(StringComparer.Ordinal);

    /// <returns>Whether the metric reports the use of a resource.</returns>
    public static bool Reads(string metric) => s_names.Contains(metric);

    /// <param name="samples">Metrics of one process, container or machine, with one value of each series. Other metrics are ignored.</param>
    /// <returns>At most one reading of each kind.</returns>
    public static IReadOnlyList<ResourceReading> Of(IReadOnlyCollection<ResourceSample> samples)
    {
        var cpu = Reading(ResourceKind.Cpu, s_cpus, CpuMetrics.Find(samples));
        var time = Reading(CpuTimeMetrics.Find(samples));
        ResourceReading?[] found =
        [
            cpu is null || time?.Rank < cpu.Rank ? time : cpu,
            Reading(ResourceKind.Memory, MemoryMetrics.Names, MemoryMetrics.Find(samples)),
            Reading(ResourceKind.Disk, DiskMetrics.Names, DiskMetrics.Find(samples)),
        ];
        return [.. found.OfType<ResourceReading>()];
    }

    private static ResourceReading? Reading(ResourceKind kind, IReadOnlyList<string> names, ResourceUse? use) =>
        use is null ? null : new(kind, Rank(names, use.Metric), use.Metric, use.Unit, use.Value, null, use.Share, use.Maximum, use.Place, use.At);

    private static ResourceReading? Reading(ResourceCounter? time) =>
        time is null ? null : new(ResourceKind.Cpu, Rank(s_cpus, time.Metric), time.Metric, time.Unit, null, time.Seconds, null, null, null, time.At);

    private static int Rank(IReadOnlyList<string> names, string metric) => names.TakeWhile(name => name != metric).Count();

    private static bool IsOfMachine(string name) => name.StartsWith(Machine, StringComparison.Ordinal);
}
