using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Tests.Pure.Periods;

/// <summary>Computes the starts of periods independently of the product: it checks every month and uses the runtime's time zone data instead of NodaTime's.</summary>
internal static class SecondCalendar
{
    /// <returns>Starts of the periods around an instant, in order.</returns>
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
        return [.. clocks.Select(clock => ToUtc(clock, zone)).Order()];
    }

    /// <summary>Converts local time to UTC. An ambiguous time means the earlier instant; a skipped time moves later by the skipped amount.</summary>
    private static DateTimeOffset ToUtc(DateTime clock, TimeZoneInfo zone)
    {
        var offset =
            zone.IsInvalidTime(clock) ? zone.GetUtcOffset(clock.AddDays(-1))
            : zone.IsAmbiguousTime(clock) ? zone.GetAmbiguousTimeOffsets(clock).Max()
            : zone.GetUtcOffset(clock);
        return new DateTimeOffset(clock, offset).ToUniversalTime();
    }
}
