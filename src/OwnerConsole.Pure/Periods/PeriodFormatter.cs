using System.Globalization;

namespace OwnerConsole.Pure.Periods;

/// <summary>Formats a range for people: March 2025; 3 to 9 March 2025; 12 Nov 2026, 14:00 to 15:30.</summary>
internal static class PeriodFormatter
{
    public static string Format(DateTimeOffset from, DateTimeOffset to, Zone zone)
    {
        var (first, last) = (zone.DayOf(from), zone.DayOf(to.AddTicks(-1)));
        if (from != zone.StartOf(first) || to != zone.StartOf(last.AddDays(1)))
            return $"{Clock(zone.ToLocal(from))} to {Clock(zone.ToLocal(to))}";
        if (first.Day == 1 && last.AddDays(1).Day == 1)
            return Months(first, last);
        return first == last ? Text(first, "d MMMM yyyy")
            : first.Year == last.Year && first.Month == last.Month ? $"{first.Day} to {Text(last, "d MMMM yyyy")}"
            : first.Year == last.Year ? $"{Text(first, "d MMMM")} to {Text(last, "d MMMM yyyy")}"
            : $"{Text(first, "d MMMM yyyy")} to {Text(last, "d MMMM yyyy")}";
    }

    private static string Months(DateOnly first, DateOnly last) =>
        first.Month == last.Month && first.Year == last.Year ? Text(first, "MMMM yyyy")
        : first.Month == 1 && last.Month == 12 && first.Year == last.Year ? Text(first, "yyyy")
        : first.Year == last.Year ? $"{Text(first, "MMMM")} to {Text(last, "MMMM yyyy")}"
        : $"{Text(first, "MMMM yyyy")} to {Text(last, "MMMM yyyy")}";

    private static string Clock(DateTimeOffset at) => at.ToString("d MMMM yyyy, HH:mm", CultureInfo.InvariantCulture);

    private static string Text(DateOnly day, string format) => day.ToString(format, CultureInfo.InvariantCulture);
}
