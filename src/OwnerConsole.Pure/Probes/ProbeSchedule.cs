namespace OwnerConsole.Pure.Probes;

/// <summary>When probes are checked. Each has fixed times, so that a delayed check doesn't move those after it, and probes with the same interval are spread over it.</summary>
public static class ProbeSchedule
{
    private const uint FnvOffset = 2166136261,
        FnvPrime = 16777619;

    /// <param name="probeId">Decides the position within the interval.</param>
    /// <param name="interval">Longer than zero.</param>
    /// <param name="minimum">Shortest wait. Times that are closer are skipped.</param>
    /// <returns>Time until the next check, from the minimum to less than the minimum plus one interval.</returns>
    public static TimeSpan NextDelay(string probeId, TimeSpan interval, TimeSpan minimum, DateTimeOffset now)
    {
        var position = (long)(interval.Ticks * (Hash(probeId) / (double)uint.MaxValue));
        var earliest = now.UtcTicks + minimum.Ticks;
        var since = (earliest - position) % interval.Ticks;
        return TimeSpan.FromTicks(minimum.Ticks + (since == 0 ? 0 : interval.Ticks - since));
    }

    /// <summary>FNV-1a, which is the same in every process.</summary>
    private static uint Hash(string text)
    {
        var hash = FnvOffset;
        foreach (var character in text)
            hash = unchecked((hash ^ character) * FnvPrime);
        return hash;
    }
}
