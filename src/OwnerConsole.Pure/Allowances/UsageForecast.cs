using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Pure.Allowances;

/// <summary>Linear forecast of the usage in a period.</summary>
public static class UsageForecast
{
    /// <summary>Fraction of the period that must have passed before a forecast is made, because a busy start is not representative.</summary>
    private const decimal MinElapsedShare = 0.1m;

    /// <param name="used">Usage since the start of the period.</param>
    /// <param name="period">The current period.</param>
    /// <param name="now">A time in the period.</param>
    /// <param name="decimals">Maximum number of decimals of an amount; the forecast is rounded up.</param>
    /// <returns>Forecast for the end of the period, at least the current usage; null if nothing was used, the period has not started or has ended, or
    /// too little of it has passed.</returns>
    public static decimal? ProjectAtEnd(decimal used, Cycle.Interval period, DateTimeOffset now, int decimals)
    {
        if (!HasEnoughData(used, period, now))
            return null;
        var step = 1m;
        for (var place = 0; place < decimals; place++)
            step /= 10;
        return Math.Max(used, Math.Ceiling(used * ToMilliseconds(period.EndsAt - period.StartsAt) / ToMilliseconds(now - period.StartsAt) / step) * step);
    }

    /// <param name="used">Usage since the start of the period.</param>
    /// <param name="limit">Limit above 0.</param>
    /// <param name="period">The current period.</param>
    /// <param name="now">A time in the period.</param>
    /// <returns>When the limit will be reached; null if it is reached already, won't be reached in this period, or there is no forecast.</returns>
    public static DateTimeOffset? ProjectLimitReachedAt(decimal used, decimal limit, Cycle.Interval period, DateTimeOffset now)
    {
        if (used >= limit || !HasEnoughData(used, period, now))
            return null;
        var takes = ToMilliseconds(now - period.StartsAt) * limit / used; // Time from the start of the period until the limit is reached.
        return takes < ToMilliseconds(period.EndsAt - period.StartsAt) ? period.StartsAt.AddMilliseconds((double)takes) : null;
    }

    private static bool HasEnoughData(decimal used, Cycle.Interval period, DateTimeOffset now) =>
        used > 0 && now < period.EndsAt && ToMilliseconds(now - period.StartsAt) >= MinElapsedShare * ToMilliseconds(period.EndsAt - period.StartsAt);

    /// <summary>In milliseconds, so that the largest amount multiplied by the longest period fits a decimal.</summary>
    private static decimal ToMilliseconds(TimeSpan time) => time.Ticks / TimeSpan.TicksPerMillisecond;
}
