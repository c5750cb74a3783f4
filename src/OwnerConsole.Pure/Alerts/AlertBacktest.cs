namespace OwnerConsole.Pure.Alerts;

/// <summary>A period in which a condition was met.</summary>
/// <param name="From">When it was first met.</param>
/// <param name="To">When it ended; the end of the history if it is still met.</param>
public readonly record struct MetPeriod(DateTimeOffset From, DateTimeOffset To);

/// <summary>Counts how often a rule would have fired in the past.</summary>
public static class AlertBacktest
{
    /// <param name="met">Periods in any order. They can overlap.</param>
    /// <param name="timing">Delays of the rule.</param>
    public static int CountFirings(IEnumerable<MetPeriod> met, AlertTiming timing)
    {
        var count = 0;
        DateTimeOffset? firingUntil = null;
        foreach (var period in Merge(met))
            if (firingUntil >= period.From)
                firingUntil = period.To + timing.KeepFiringFor;
            else if (period.To - period.From >= timing.For)
                (count, firingUntil) = (count + 1, period.To + timing.KeepFiringFor);
        return count;
    }

    /// <param name="met">Periods in any order in which the condition was met. They can overlap.</param>
    /// <param name="timing">Delays of the rule.</param>
    /// <returns>Periods in which an alert would have been firing, the earliest first.</returns>
    public static IReadOnlyList<MetPeriod> FindFiring(IEnumerable<MetPeriod> met, AlertTiming timing)
    {
        List<MetPeriod> firing = [];
        foreach (var period in Merge(met))
            if (firing is [.., var last] && last.To >= period.From)
                firing[^1] = last with { To = period.To + timing.KeepFiringFor };
            else if (period.To - period.From >= timing.For)
                firing.Add(new(period.From + timing.For, period.To + timing.KeepFiringFor));
        return firing;
    }

    /// <param name="firing">Periods of each rule in which an alert of it was firing, in any order. They can overlap.</param>
    /// <param name="needed">Number of rules that must fire, 1 or more.</param>
    /// <returns>Periods in which at least that many rules were firing, the earliest first.</returns>
    public static IReadOnlyList<MetPeriod> FindTogether(IEnumerable<IEnumerable<MetPeriod>> firing, int needed)
    {
        var changes = firing
            .SelectMany(rule => Merge(rule.Where(period => period.To > period.From)))
            .SelectMany(period => new[] { (At: period.From, By: 1), (At: period.To, By: -1) })
            .GroupBy(change => change.At)
            .OrderBy(same => same.Key)
            .Select(same => (At: same.Key, By: same.Sum(change => change.By)));
        List<MetPeriod> together = [];
        var count = 0;
        DateTimeOffset? since = null;
        foreach (var (at, by) in changes)
        {
            count += by;
            if (count >= needed)
                since ??= at;
            else if (since is { } from)
            {
                together.Add(new(from, at));
                since = null;
            }
        }
        return together;
    }

    /// <param name="times">Times of the events, the earliest first.</param>
    /// <param name="minEvents">Number of events, at least 1.</param>
    /// <param name="within">Period in which at least this number of events meets the condition.</param>
    public static IReadOnlyList<MetPeriod> FindEvents(IReadOnlyList<DateTimeOffset> times, int minEvents, TimeSpan within) =>
        [.. times.Skip(minEvents - 1).Zip(times, (last, first) => new MetPeriod(last, first + within)).Where(period => period.To > period.From)];

    /// <param name="times">Times of the events, the earliest first.</param>
    /// <param name="within">Period without an event that meets the condition.</param>
    /// <param name="history">Start and end of the history. The wait for the first event begins at the start.</param>
    public static IReadOnlyList<MetPeriod> FindGaps(IReadOnlyList<DateTimeOffset> times, TimeSpan within, MetPeriod history) =>
        [.. times.Prepend(history.From).Zip(times.Append(history.To), (before, next) => new MetPeriod(before + within, next)).Where(gap => gap.To > gap.From)];

    private static List<MetPeriod> Merge(IEnumerable<MetPeriod> periods)
    {
        List<MetPeriod> merged = [];
        foreach (var period in periods.OrderBy(period => period.From))
            if (merged is [.., var last] && period.From <= last.To)
                merged[^1] = last with { To = period.To > last.To ? period.To : last.To };
            else
                merged.Add(period);
        return merged;
    }
}
