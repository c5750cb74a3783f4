using System.Globalization;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Tenants.TimeReports;

/// <summary>A period of days in the console's time zone, first and last day included.</summary>
public sealed record ReportRange(DateOnly From, DateOnly To, Zone Zone)
{
    public DateTimeOffset StartsAt => Zone.StartOf(From);

    /// <summary>End of the period, exclusive.</summary>
    public DateTimeOffset EndsAt => Zone.StartOf(To.AddDays(1));

    /// <summary>The period in words, with the time zone.</summary>
    public string Label => $"{Period.Days(From, To, Zone).Description} ({Zone.Id})";

    /// <summary>The period as a query string.</summary>
    public string Query => $"from={Day(From)}&to={Day(To)}";

    /// <summary>Common periods offered as buttons.</summary>
    public static IReadOnlyList<(string Words, ReportRange Range)> Presets(Zone zone, DateTimeOffset now)
    {
        var today = zone.DayOf(now);
        var month = new DateOnly(today.Year, today.Month, 1);
        return
        [
            ("This month", new(month, today, zone)),
            ("Last month", new(month.AddMonths(-1), month.AddDays(-1), zone)),
            ("Last 7 days", new(today.AddDays(-6), today, zone)),
        ];
    }

    /// <exception cref="Problem">400: names the invalid date and the expected format.</exception>
    public static ReportRange Read(string? from, string? to, Zone zone)
    {
        var range = new ReportRange(Read("from", from), Read("to", to), zone);
        return range.To < range.From ? throw Problem.Invalid("to", "must not be before from.") : range;
    }

    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static DateOnly Read(string field, string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is >= 1970 and < 2200
            ? day
            : throw Problem.Invalid(field, "must be a date, such as 2026-03-31.");
}
