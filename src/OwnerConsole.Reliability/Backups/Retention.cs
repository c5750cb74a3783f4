using System.Globalization;

namespace OwnerConsole.Reliability.Backups;

/// <summary>Which backups are kept: the last of each of seven days, of four weeks and of twelve months.</summary>
public static class Retention
{
    /// <summary>So far back any moment can be restored, not only that of a backup.</summary>
    public static readonly TimeSpan AnyMoment = TimeSpan.FromDays(7);

    private const int Days = 7,
        Weeks = 4,
        Months = 12;

    /// <param name="backups">id and when each was whole</param>
    public static IReadOnlyCollection<string> Keep(IEnumerable<(string Id, DateTimeOffset At)> backups)
    {
        var newestFirst = backups.OrderByDescending(backup => backup.At).ToList();
        IEnumerable<string> Last(int most, Func<DateTime, int> period) =>
            newestFirst.GroupBy(backup => period(backup.At.UtcDateTime)).Take(most).Select(same => same.First().Id);

        return Last(Days, day => DateOnly.FromDateTime(day).DayNumber)
            .Concat(Last(Weeks, day => (ISOWeek.GetYear(day) * 100) + ISOWeek.GetWeekOfYear(day)))
            .Concat(Last(Months, day => (day.Year * 12) + day.Month))
            .ToHashSet(StringComparer.Ordinal);
    }
}
