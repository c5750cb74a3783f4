using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Tests.Pure.Periods;

/// <summary>When periods begin, by another calendar than the product's: every month is looked at by itself, and the clock's changes are the runtime's, not NodaTime's.</summary>
internal static class SecondCalendar
{
    /// <returns>of the periods around an instant, in order</returns>
    public static List<DateTimeOffset> Starts(DateTimeOffset anchor, DateTimeOffset at, ResetInterval unit, string name)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(name);
        var first = TimeZoneInfo.ConvertTime(anchor, zone).DateTime;
        var clocks = unit switch
        {
            ResetInterval.Month or ResetInterval.Year => Enumerable
                .Range(2013, 17)
                .SelectMany(year => Enumerable.Range(1, 12).Select(month => (Year: year, Month: month)))
                .Where(month => unit is ResetInterval.Month || month.Month == first.Month)
                .Select(month =>
                    new DateTime(month.Year, month.Month, Math.Min(first.Day, DateTime.DaysInMonth(month.Year, month.Month))).Add(first.TimeOfDay)
                ),
            _ => Enumerable
                .Range(-9, 19)
                .Select(day => DateTime.SpecifyKind(at.UtcDateTime.Date, DateTimeKind.Unspecified).AddDays(day).Add(first.TimeOfDay))
                .Where(clock => unit is ResetInterval.Day || clock.DayOfWeek == first.DayOfWeek),
        };
        return [.. clocks.Select(clock => Shown(clock, zone)).Order()];
    }

    /// <summary>When a clock shows this: first, where it does twice; as much later as it was put forward, where it never does.</summary>
    private static DateTimeOffset Shown(DateTime clock, TimeZoneInfo zone)
    {
        var offset =
            zone.IsInvalidTime(clock) ? zone.GetUtcOffset(clock.AddDays(-1))
            : zone.IsAmbiguousTime(clock) ? zone.GetAmbiguousTimeOffsets(clock).Max()
            : zone.GetUtcOffset(clock);
        return new DateTimeOffset(clock, offset).ToUniversalTime();
    }
}
