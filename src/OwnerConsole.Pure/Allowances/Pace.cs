using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Pure.Allowances;

/// <summary>What comes of a period when it goes on as it began: a straight line through its beginning and now.</summary>
public static class Pace
{
    /// <summary>Of the period, before which nothing is said: one busy morning is no pace.</summary>
    private const decimal Least = 0.1m;

    /// <param name="used">since the period began</param>
    /// <param name="period">that runs</param>
    /// <param name="now">in it</param>
    /// <param name="decimals">places that an amount of it may have; what is between two of them counts as the larger</param>
    /// <returns>what will have been used at the period's end, never less than now; null where nothing was used, the period is over or has not begun, or too little of it is over</returns>
    public static decimal? AtEnd(decimal used, Cycle.Span period, DateTimeOffset now, int decimals)
    {
        if (!IsPace(used, period, now))
            return null;
        var step = 1m;
        for (var place = 0; place < decimals; place++)
            step /= 10;
        return Math.Max(used, Math.Ceiling(used * Long(period.EndsAt - period.StartsAt) / Long(now - period.StartsAt) / step) * step);
    }

    /// <param name="used">since the period began</param>
    /// <param name="limit">above 0</param>
    /// <param name="period">that runs</param>
    /// <param name="now">in it</param>
    /// <returns>when the limit is reached; null where it is reached already, is not within this period, or nothing is said of the pace</returns>
    public static DateTimeOffset? Reaches(decimal used, decimal limit, Cycle.Span period, DateTimeOffset now)
    {
        if (used >= limit || !IsPace(used, period, now))
            return null;
        var takes = Long(now - period.StartsAt) * limit / used; // what is used so far took this long
        return takes < Long(period.EndsAt - period.StartsAt) ? period.StartsAt.AddMilliseconds((double)takes) : null;
    }

    private static bool IsPace(decimal used, Cycle.Span period, DateTimeOffset now) =>
        used > 0 && now < period.EndsAt && Long(now - period.StartsAt) >= Least * Long(period.EndsAt - period.StartsAt);

    /// <summary>In milliseconds: the largest amount times the longest period still is a decimal.</summary>
    private static decimal Long(TimeSpan time) => time.Ticks / TimeSpan.TicksPerMillisecond;
}
