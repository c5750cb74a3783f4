namespace OwnerConsole.Pure.Resources;

/// <summary>Reads the modes and numbers of CPUs from the labels of CPU metrics.</summary>
public static class CpuLabels
{
    private static readonly string[] s_modeLabels = ["cpu.mode", "process.cpu.state", "system.cpu.state", "process.cpu.mode", "state", "mode"];

    private static readonly string[] s_numberLabels = ["cpu.logical_number", "system.cpu.logical_number", "process.cpu.logical_number", "cpu"];

    private static readonly string[] s_idleModes = ["idle", "iowait", "wait"];

    /// <returns>Whether a label names one CPU of a machine.</returns>
    public static bool HasNumber(IReadOnlyDictionary<string, string> labels) => Array.Exists(s_numberLabels, labels.ContainsKey);

    /// <returns>Current samples of working CPUs, of the first of these metrics that has some; null if none has.</returns>
    internal static IReadOnlyList<ResourceSample>? FindBusy(IEnumerable<ResourceSample> samples, IReadOnlyList<string> names) =>
        ResourceSamples.First([.. ResourceSamples.Current(samples, names).Where(IsBusy)], names);

    /// <summary>Modes of one CPU, such as user and system, are added up. CPUs are averaged, because each reports a share of itself.</summary>
    internal static double MeanOfCpus(IEnumerable<ResourceSample> busy) =>
        busy.GroupBy(sample => ResourceSamples.Label(sample, s_numberLabels) ?? "", StringComparer.Ordinal).Average(cpu => cpu.Sum(sample => sample.Value));

    /// <returns>Whether the CPU works in this mode; true without a mode.</returns>
    private static bool IsBusy(ResourceSample sample) =>
        ResourceSamples.Label(sample, s_modeLabels) is not { } mode || !s_idleModes.Contains(mode, StringComparer.OrdinalIgnoreCase);
}
