namespace OwnerConsole.Pure.Resources;

/// <summary>Finds the fullest file system of a machine in its metrics, by the names of OpenTelemetry.</summary>
public static class DiskMetrics
{
    private const string Bytes = "system.filesystem.usage",
        Shares = "system.filesystem.utilization";

    private static readonly string[] s_placeLabels = ["system.filesystem.mountpoint", "mountpoint", "system.device", "device"],
        s_stateLabels = ["system.filesystem.state", "state"],
        s_typeLabels = ["system.filesystem.type", "type"];

    /// <summary>File systems in memory, and images that are always full.</summary>
    private static readonly string[] s_ignoredTypes = ["tmpfs", "devtmpfs", "ramfs", "squashfs", "iso9660", "erofs", "autofs"];

    /// <summary>Names of all metrics that are read.</summary>
    public static IReadOnlyList<string> Names { get; } = [Bytes, Shares];

    /// <param name="samples">Metrics of one machine. Other metrics are ignored.</param>
    /// <returns>Use of the fullest file system; null if none is reported.</returns>
    public static ResourceUse? Find(IEnumerable<ResourceSample> samples)
    {
        var current = ResourceSamples
            .Current(samples, Names)
            .Where(sample => ResourceSamples.Label(sample, s_typeLabels) is not { } type || !s_ignoredTypes.Contains(type, StringComparer.OrdinalIgnoreCase))
            .ToList();
        return current
                .Where(sample => sample.Metric == Bytes)
                .GroupBy(Place, StringComparer.Ordinal)
                .Select(states => OfBytes(states.Key, [.. states]))
                .OfType<ResourceUse>()
                .MaxBy(use => use.Share)
            ?? current.Where(sample => sample.Metric == Shares && State(sample) != "free").Select(OfShare).MaxBy(use => use.Share);
    }

    /// <param name="states">Bytes by state: used, free, and reserved for the system, which counts as used.</param>
    /// <returns>Null if the file system has no size.</returns>
    private static ResourceUse? OfBytes(string place, IReadOnlyList<ResourceSample> states)
    {
        var total = ResourceSamples.Limit(states.Sum(sample => sample.Value));
        var used = ResourceSamples.Limit(states.Where(sample => State(sample) != "free").Sum(sample => sample.Value));
        return total > 0 && states.Any(sample => State(sample) == "free")
            ? new(Bytes, ResourceUnit.Bytes, used, Math.Min(1, used / total), states.Max(sample => sample.At)) { Maximum = total, Place = place }
            : null;
    }

    private static ResourceUse OfShare(ResourceSample sample)
    {
        var share = ResourceSamples.Limit(sample.Value);
        return new(Shares, ResourceUnit.Share, share, share, sample.At) { Place = Place(sample) };
    }

    private static string? State(ResourceSample sample) => ResourceSamples.Label(sample, s_stateLabels);

    private static string Place(ResourceSample sample) => ResourceSamples.Label(sample, s_placeLabels) ?? "";
}
