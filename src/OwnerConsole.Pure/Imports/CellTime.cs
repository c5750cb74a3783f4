using System.Globalization;

namespace OwnerConsole.Pure.Imports;

/// <summary>Reads dates and times as spreadsheets write them.</summary>
public static class CellTime
{
    private static readonly string[] s_forms = [.. Dates.SelectMany(date => Times.Select(time => date + time))];

    private static string[] Dates => ["yyyy-MM-dd", "yyyy/MM/dd", "d.M.yyyy", "d.M.yy", "d. MMMM yyyy"];

    private static string[] Times => ["", " H:mm", " H:mm:ss"];

    /// <summary>
    /// ISO 8601, German dates such as 24.12.2026, and dates with slashes if only one order of day and month is possible. Times without an offset are UTC.
    /// </summary>
    /// <param name="text">Text of a cell that isn't empty.</param>
    /// <returns>The time; null if it isn't one, or if the order of day and month is ambiguous.</returns>
    public static DateTimeOffset? Read(string text)
    {
        var trimmed = text.Trim();
        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        foreach (var culture in new[] { CultureInfo.InvariantCulture, German })
            if (DateTimeOffset.TryParseExact(trimmed, s_forms, culture, Utc, out var dated))
                return dated;
        return ReadSlashes(trimmed) is { } date ? new DateTimeOffset(date.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero)
            : trimmed.Contains('T', StringComparison.Ordinal) && DateTimeOffset.TryParse(trimmed, CultureInfo.InvariantCulture, Utc, out var instant) ? instant
            : null;
    }

    private static DateOnly? ReadSlashes(string text)
    {
        var isDayFirst = DateOnly.TryParseExact(text, "d/M/yyyy", CultureInfo.InvariantCulture, DateTimeStyles.None, out var european);
        var isMonthFirst = DateOnly.TryParseExact(text, "M/d/yyyy", CultureInfo.InvariantCulture, DateTimeStyles.None, out var american);
        return (isDayFirst, isMonthFirst) switch
        {
            (true, true) => european == american ? european : null,
            (true, false) => european,
            (false, true) => american,
            _ => null,
        };
    }

    /// <summary>German month names without data of the operating system, which an installation may lack.</summary>
    private static CultureInfo German { get; } = CreateGerman();

    private static CultureInfo CreateGerman()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        string[] months = ["Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember", ""];
        culture.DateTimeFormat.MonthNames = months;
        culture.DateTimeFormat.MonthGenitiveNames = months;
        return culture;
    }
}
