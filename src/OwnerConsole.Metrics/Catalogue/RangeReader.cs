using System.Globalization;
using System.Text.RegularExpressions;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Metrics.Catalogue;

/// <summary>Converts a requested range to instants, or explains why it is invalid.</summary>
internal static partial class RangeReader
{
    /// <summary>A hundred years, the maximum range.</summary>
    private const int MaxDays = 36_600;

    /// <exception cref="Problem">400: invalid range.</exception>
    public static Period Read(RequestedRange asked, Zone zone, DateTimeOffset now)
    {
        var ways = new object?[] { asked.Last, asked.This, asked.Previous, asked.From ?? asked.To }.Count(way => way is not null);
        if (ways != 1)
            throw InvalidRange("must be one of last, this, previous, or from and to.");
        var period =
            asked.Last is { } last ? Last(last, zone, now)
            : asked.This is { } running ? Period.This(Unit("this", running), zone, now)
            : asked.Previous is { } before ? Period.Previous(Unit("previous", before), zone, now)
            : FromTo(asked, zone, now);
        return (period.EndsAt - period.StartsAt).TotalDays > MaxDays ? throw InvalidRange("must not be longer than 100 years.") : period;
    }

    private static Period Last(string text, Zone zone, DateTimeOffset now)
    {
        var match = LastText().Match(text);
        if (!match.Success)
            throw Problem.Invalid("range.last", "must be a number followed by h, d, w or m, such as 30d.");
        var count = int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
        var (unit, days) = match.Groups[2].Value switch
        {
            "h" => (CalendarUnit.Hour, 1),
            "d" => (CalendarUnit.Day, 1),
            "w" => (CalendarUnit.Week, 7),
            _ => (CalendarUnit.Month, 30),
        };
        return count >= 1 && count * days < MaxDays
            ? Period.Last(count, unit, zone, now)
            : throw Problem.Invalid("range.last", "must be at least 1 and at most 100 years.");
    }

    private static CalendarUnit Unit(string field, CalendarUnit unit) =>
        unit is CalendarUnit.Hour ? throw Problem.Invalid($"range.{field}", "must be one of day, week, month, quarter, year.") : unit;

    private static Period FromTo(RequestedRange asked, Zone zone, DateTimeOffset now)
    {
        if (asked is not { From: { } from, To: { } to })
            throw InvalidRange("needs both from and to.");
        if (Day(from) is { } first && Day(to) is { } last)
            return last < first ? throw InvalidRange("ends before it starts: from is after to.")
                : zone.StartOf(first) >= now ? throw InvalidRange("must not start in the future.")
                : Period.Days(first, last, zone);
        var (start, end) = (Instant("from", from, zone), Instant("to", to, zone));
        return end <= start ? throw InvalidRange("ends before it starts: from must be before to.")
            : start >= now ? throw InvalidRange("must not start in the future.")
            : Period.Instants(start, end, zone);
    }

    private static DateOnly? Day(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is >= 1970 and < 2200
            ? day
            : null;

    /// <returns>The instant; for a date, its first instant.</returns>
    private static DateTimeOffset Instant(string field, string text, Zone zone) =>
        Day(text) is { } day ? zone.StartOf(day)
        : InstantText().IsMatch(text)
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
        && at.Year is >= 1970 and < 2200
            ? at
        : throw Problem.Invalid($"range.{field}", "must be a date, such as 2026-03-31, or a timestamp, such as 2026-03-31T12:00:00Z.");

    private static Problem InvalidRange(string why) => Problem.Invalid("range", why);

    [GeneratedRegex(@"^([0-9]{1,5})([hdwm])\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LastText();

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,7})?)?(Z|[+-]\d\d:\d\d)\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex InstantText();
}
