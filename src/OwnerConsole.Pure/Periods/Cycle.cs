namespace OwnerConsole.Pure.Periods;

/// <summary>Consecutive periods from an anchor by the calendar of a zone, such as from the 31st to the 31st.</summary>
/// <remarks>
/// Each period starts a multiple of the unit after the anchor, not one unit after the previous period, so that a month without a 31st moves only one
/// boundary.
/// </remarks>
/// <param name="anchor">Start of one of the periods.</param>
/// <param name="unit">Length of each period.</param>
/// <param name="zone">Zone of its days and clock.</param>
public sealed class Cycle(DateTimeOffset anchor, ResetInterval unit, Zone zone)
{
    /// <summary>End of the period of a limit that never resets.</summary>
    public static readonly DateTimeOffset Never = new(9999, 12, 31, 0, 0, 0, TimeSpan.Zero);

    private readonly DateTime _anchor = zone.ToLocal(anchor).DateTime;

    /// <returns>The period that contains a time, also before the anchor; 1970 to <see cref="Never"/> if it never resets.</returns>
    public Interval At(DateTimeOffset at)
    {
        if (unit is ResetInterval.Never)
            return new(DateTimeOffset.UnixEpoch, Never);
        var place = EstimateIndex(zone.ToLocal(at).DateTime);
        while (Begin(place) > at)
            place--;
        while (Begin(place + 1) <= at)
            place++;
        return new(Begin(place), Begin(place + 1));
    }

    /// <returns>Start of the n-th period after the anchor's; UTC.</returns>
    private DateTimeOffset Begin(int place) =>
        zone.FromLocal(
                unit switch
                {
                    ResetInterval.Day => _anchor.AddDays(place),
                    ResetInterval.Week => _anchor.AddDays(7 * place),
                    ResetInterval.Month => _anchor.AddMonths(place),
                    _ => _anchor.AddYears(place),
                }
            )
            .ToUniversalTime();

    /// <summary>At most one off, because month ends are clamped and clocks change.</summary>
    private int EstimateIndex(DateTime clock) =>
        unit switch
        {
            ResetInterval.Day => (clock.Date - _anchor.Date).Days,
            ResetInterval.Week => (int)Math.Floor((clock.Date - _anchor.Date).Days / 7.0),
            ResetInterval.Month => (clock.Year - _anchor.Year) * 12 + clock.Month - _anchor.Month,
            _ => clock.Year - _anchor.Year,
        };

    /// <param name="StartsAt">Start, inclusive; UTC.</param>
    /// <param name="EndsAt">End, exclusive; UTC.</param>
    public readonly record struct Interval(DateTimeOffset StartsAt, DateTimeOffset EndsAt);
}

/// <summary>Interval after which a count resets.</summary>
public enum ResetInterval
{
    /// <summary>At the anchor's time of day.</summary>
    Day,

    /// <summary>On the anchor's day of the week.</summary>
    Week,

    /// <summary>On the anchor's day, or the last day of the month.</summary>
    Month,

    /// <summary>On the anchor's date; for 29 February, on the 28th in other years.</summary>
    Year,

    /// <summary>Never resets.</summary>
    Never,

    /// <summary>For a rate limit, which has no periods: the used amount is replenished evenly within this time.</summary>
    Second,

    /// <inheritdoc cref="Second"/>
    Minute,

    /// <inheritdoc cref="Second"/>
    Hour,
}
