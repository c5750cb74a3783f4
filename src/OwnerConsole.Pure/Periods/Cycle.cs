namespace OwnerConsole.Pure.Periods;

/// <summary>Periods that follow one another from an anchor by the calendar of a zone, such as from the 31st to the 31st.</summary>
/// <remarks>The n-th begins n units after the anchor, never one unit after the one before it: a month without a 31st moves one boundary and no other.</remarks>
/// <param name="anchor">when one of them begins</param>
/// <param name="unit">how long each is</param>
/// <param name="zone">whose days and clock they are counted by</param>
public sealed class Cycle(DateTimeOffset anchor, Reset unit, Zone zone)
{
    /// <summary>Of what is never reset.</summary>
    public static readonly DateTimeOffset End = new(9999, 12, 31, 0, 0, 0, TimeSpan.Zero);

    private readonly DateTime _anchor = zone.Here(anchor).DateTime;

    /// <returns>the period in which an instant lies, also one before the anchor; 1970 to <see cref="End"/> where nothing is ever reset</returns>
    public Span At(DateTimeOffset at)
    {
        if (unit is Reset.Never)
            return new(DateTimeOffset.UnixEpoch, End);
        var place = Guess(zone.Here(at).DateTime);
        while (Begin(place) > at)
            place--;
        while (Begin(place + 1) <= at)
            place++;
        return new(Begin(place), Begin(place + 1));
    }

    /// <returns>when the n-th after the anchor's own begins; UTC</returns>
    private DateTimeOffset Begin(int place) =>
        zone.When(
                unit switch
                {
                    Reset.Day => _anchor.AddDays(place),
                    Reset.Week => _anchor.AddDays(7 * place),
                    Reset.Month => _anchor.AddMonths(place),
                    _ => _anchor.AddYears(place),
                }
            )
            .ToUniversalTime();

    /// <summary>At most one off, because a month's end is clamped and a clock is put forward.</summary>
    private int Guess(DateTime clock) =>
        unit switch
        {
            Reset.Day => (clock.Date - _anchor.Date).Days,
            Reset.Week => (int)Math.Floor((clock.Date - _anchor.Date).Days / 7.0),
            Reset.Month => (clock.Year - _anchor.Year) * 12 + clock.Month - _anchor.Month,
            _ => clock.Year - _anchor.Year,
        };

    /// <param name="StartsAt">included; UTC</param>
    /// <param name="EndsAt">not included; UTC</param>
    public readonly record struct Span(DateTimeOffset StartsAt, DateTimeOffset EndsAt);
}

/// <summary>After how long what is counted begins at nothing again.</summary>
public enum Reset
{
    /// <summary>At the anchor's time of day.</summary>
    Day,

    /// <summary>On the anchor's day of the week.</summary>
    Week,

    /// <summary>On the anchor's day, or the month's last.</summary>
    Month,

    /// <summary>On the anchor's day; from 29 February on the 28th of other years.</summary>
    Year,

    /// <summary>Counted for life.</summary>
    Never,

    /// <summary>Of a rate, which has no periods: what was used comes back evenly within one.</summary>
    Second,

    /// <inheritdoc cref="Second"/>
    Minute,

    /// <inheritdoc cref="Second"/>
    Hour,
}
