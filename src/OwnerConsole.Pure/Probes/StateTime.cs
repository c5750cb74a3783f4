namespace OwnerConsole.Pure.Probes;

/// <summary>Adds up how long something was up and down. Time without a known state counts as neither.</summary>
public static class StateTime
{
    /// <param name="periods">Known states, which don't overlap.</param>
    /// <returns>Time in each state from <paramref name="from"/> until <paramref name="to"/>.</returns>
    public static (TimeSpan Up, TimeSpan Down) Sum(IEnumerable<StatePeriod> periods, DateTimeOffset from, DateTimeOffset to)
    {
        var (up, down) = (TimeSpan.Zero, TimeSpan.Zero);
        foreach (var period in periods)
        {
            var start = period.StartedAt > from ? period.StartedAt : from;
            var end = period.EndedAt < to ? period.EndedAt : to;
            if (end <= start)
                continue;
            if (period.IsDown)
                down += end - start;
            else
                up += end - start;
        }
        return (up, down);
    }

    /// <returns>Percent of the known time with two decimals, rounded down, so that 100% means that it was never down; null if no time is known.</returns>
    public static decimal? Share(TimeSpan up, TimeSpan down) =>
        up + down is var known && known > TimeSpan.Zero ? decimal.Floor(up.Ticks * 10_000m / known.Ticks) / 100 : null;
}

/// <summary>Period with a known state.</summary>
/// <param name="IsDown">Whether it was down. Slow or limited is up.</param>
public readonly record struct StatePeriod(DateTimeOffset StartedAt, DateTimeOffset EndedAt, bool IsDown);
