namespace OwnerConsole.Client;

/// <summary>CPU and memory that this process uses.</summary>
internal sealed class ProcessUsage(TimeProvider clock)
{
    /// <summary>The CPU use of a shorter time says little.</summary>
    private static readonly TimeSpan s_shortest = TimeSpan.FromSeconds(1);

    private long _measuredAt = clock.GetTimestamp();
    private TimeSpan _used = Environment.CpuUsage.TotalTime;

    /// <returns>Share of all CPUs since the last measurement, and bytes of memory, by the names of OpenTelemetry; empty within a second of the last one.</returns>
    public IReadOnlyDictionary<string, object?> Measure()
    {
        var (at, used) = (clock.GetTimestamp(), Environment.CpuUsage.TotalTime);
        var elapsed = clock.GetElapsedTime(_measuredAt, at);
        if (elapsed < s_shortest)
            return new Dictionary<string, object?>(StringComparer.Ordinal);
        var share = Math.Clamp((used - _used) / elapsed / Environment.ProcessorCount, 0, 1);
        (_measuredAt, _used) = (at, used);
        return new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["process.cpu.utilization"] = share,
            ["process.memory.usage"] = Environment.WorkingSet,
        };
    }
}
