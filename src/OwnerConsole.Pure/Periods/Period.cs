namespace OwnerConsole.Pure.Periods;

/// <summary>A named time range in a zone.</summary>
/// <param name="StartsAt">Start, inclusive.</param>
/// <param name="EndsAt">End, exclusive; may be in the future.</param>
/// <param name="Description">Readable name, without the zone.</param>
/// <param name="Offset">Distance to the preceding range of the same length.</param>
public sealed record Period(DateTimeOffset StartsAt, DateTimeOffset EndsAt, string Description, CalendarOffset Offset)
{
    /// <summary>The last units including the current one: the last 7 days end with today.</summary>
    public static Period Last(int count, CalendarUnit unit, Zone zone, DateTimeOffset now)
    {
        if (unit is CalendarUnit.Hour)
            return new(zone.ToLocal(now.AddHours(-count)), zone.ToLocal(now), $"The last {Count(count, unit)}", new(0, 0, TimeSpan.FromHours(count)));
        var running = First(zone.DayOf(now), unit);
        var (from, to) = (Move(running, unit, 1 - count), Move(running, unit, 1));
        var included = unit is CalendarUnit.Day ? "today" : "the current one";
        var words = $"The last {Count(count, unit)}, including {included}: {PeriodFormatter.Format(zone.StartOf(from), zone.StartOf(to), zone)}";
        return new(zone.StartOf(from), zone.StartOf(to), words, Steps(unit, count));
    }

    /// <summary>The complete current unit.</summary>
    public static Period This(CalendarUnit unit, Zone zone, DateTimeOffset now) => Whole(First(zone.DayOf(now), unit), unit, zone);

    /// <summary>The previous complete unit.</summary>
    public static Period Previous(CalendarUnit unit, Zone zone, DateTimeOffset now) => Whole(Move(First(zone.DayOf(now), unit), unit, -1), unit, zone);

    /// <summary>From one day to another, both inclusive.</summary>
    public static Period Days(DateOnly first, DateOnly last, Zone zone)
    {
        var (from, to) = (zone.StartOf(first), zone.StartOf(last.AddDays(1)));
        var isOfMonths = first.Day == 1 && last.AddDays(1).Day == 1;
        var step = isOfMonths
            ? new CalendarOffset((last.Year - first.Year) * 12 + last.Month - first.Month + 1, 0, default)
            : new(0, last.DayNumber - first.DayNumber + 1, default);
        return new(from, to, PeriodFormatter.Format(from, to, zone), step);
    }

    /// <summary>From one instant (inclusive) to another (exclusive).</summary>
    public static Period Instants(DateTimeOffset from, DateTimeOffset to, Zone zone) =>
        new(zone.ToLocal(from), zone.ToLocal(to), PeriodFormatter.Format(from, to, zone), new(0, 0, to - from));

    /// <summary>The same range one step earlier; if this one has not ended, only the elapsed part.</summary>
    public Period PreviousPeriod(Zone zone, DateTimeOffset now) => Shifted(zone, now, Offset);

    /// <summary>The same range one year earlier; if this one has not ended, only the elapsed part.</summary>
    public Period PreviousYear(Zone zone, DateTimeOffset now) => Shifted(zone, now, new(12, 0, default));

    private static Period Whole(DateOnly first, CalendarUnit unit, Zone zone)
    {
        var (from, to) = (zone.StartOf(first), zone.StartOf(Move(first, unit, 1)));
        return new(from, to, PeriodFormatter.Format(from, to, zone), Steps(unit, 1));
    }

    private static DateOnly First(DateOnly day, CalendarUnit unit) =>
        unit switch
        {
            CalendarUnit.Week => Zone.MondayOf(day),
            CalendarUnit.Month => new(day.Year, day.Month, 1),
            CalendarUnit.Quarter => new(day.Year, (day.Month - 1) / 3 * 3 + 1, 1),
            CalendarUnit.Year => new(day.Year, 1, 1),
            _ => day,
        };

    private static DateOnly Move(DateOnly first, CalendarUnit unit, int count) => first.AddMonths(Steps(unit, count).Months).AddDays(Steps(unit, count).Days);

    private static CalendarOffset Steps(CalendarUnit unit, int count) =>
        unit switch
        {
            CalendarUnit.Day => new(0, count, default),
            CalendarUnit.Week => new(0, 7 * count, default),
            CalendarUnit.Month => new(count, 0, default),
            CalendarUnit.Quarter => new(3 * count, 0, default),
            _ => new(12 * count, 0, default),
        };

    private static string Count(int count, CalendarUnit unit) =>
        count == 1 ? unit.ToString().ToLowerInvariant() : $"{count} {unit.ToString().ToLowerInvariant()}s";

    private Period Shifted(Zone zone, DateTimeOffset now, CalendarOffset step)
    {
        var end = now < EndsAt ? now : EndsAt;
        var (from, to) = (step.SubtractFrom(StartsAt, zone), step.SubtractFrom(end, zone));
        return new(from, to, PeriodFormatter.Format(from, to, zone), step);
    }
}
