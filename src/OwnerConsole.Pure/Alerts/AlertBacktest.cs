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

    /// <param name="times">Times of the events, the earliest first.</param>
    /// <param name="minEvents">Number of events, at least 1.</param>
    /// <param name="within">Period in which so many events meet the condition.</param>
    public static IEnumerable<MetPeriod> FindEvents(IReadOnlyList<DateTimeOffset> times, int minEvents, TimeSpan within)
    {
        for (var last = minEvents - 1; last < times.Count; last++)
            if (times[last - minEvents + 1] + within is var end && end > times[last])
                yield return new(times[last], end);
    }

    /// <param name="times">Times of the events, the earliest first.</param>
    /// <param name="within">Period without an event that meets the condition.</param>
    /// <param name="history">Start and end of the history. The wait for the first event begins at the start.</param>
    public static IEnumerable<MetPeriod> FindGaps(IReadOnlyList<DateTimeOffset> times, TimeSpan within, MetPeriod history)
    {
        var previous = history.From;
        foreach (var time in times.Append(history.To))
        {
            if (previous + within < time)
                yield return new(previous + within, time);
            previous = time;
        }
    }

    private static IEnumerable<MetPeriod> Merge(IEnumerable<MetPeriod> periods)
    {
        MetPeriod? current = null;
        foreach (var period in periods.OrderBy(period => period.From))
            if (current is { } open && period.From <= open.To)
                current = open with { To = period.To > open.To ? period.To : open.To };
            else
            {
                if (current is { } done)
                    yield return done;
                current = period;
            }
        if (current is { } last)
            yield return last;
    }
}
