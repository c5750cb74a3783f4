using System.Globalization;

namespace OwnerConsole.Reliability.Backups;

/// <summary>Selects the backups to keep: 7 daily, 4 weekly and 12 monthly ones, and the one needed for point-in-time recovery of the last 7 days.</summary>
public static class BackupRetention
{
    /// <summary>Range of point-in-time recovery.</summary>
    private static readonly TimeSpan PointInTimeWindow = TimeSpan.FromDays(7);

    private const int Days = 7,
        Weeks = 4,
        Months = 12;

    /// <param name="backups">Id and completion time of each backup; at least one.</param>
    /// <returns>Ids of the backups to keep, and the time since which the WAL must be kept.</returns>
    public static (IReadOnlyCollection<string> Ids, DateTimeOffset Since) Select(IEnumerable<(string Id, DateTimeOffset At)> backups, DateTimeOffset now)
    {
        var all = backups.OrderByDescending(backup => backup.At).ToList();
        // A backup from the future was made while the clock was ahead. It is kept until that time and replaces no other backup.
        var ahead = all.Where(backup => backup.At > now).ToList();
        var newestFirst = ahead.Count < all.Count ? all[ahead.Count..] : all;
        // A restore starts from a backup before the target time. If none is seven days old yet, the oldest one reaches furthest back.
        var reach = newestFirst.FirstOrDefault(backup => backup.At <= now - PointInTimeWindow, newestFirst[^1]);
        IEnumerable<string> Last(int most, Func<DateTime, int> period) =>
            newestFirst.GroupBy(backup => period(backup.At.UtcDateTime)).Take(most).Select(same => same.First().Id);

        var ids = Last(Days, day => DateOnly.FromDateTime(day).DayNumber)
            .Concat(Last(Weeks, day => (ISOWeek.GetYear(day) * 100) + ISOWeek.GetWeekOfYear(day)))
            .Concat(Last(Months, day => (day.Year * 12) + day.Month))
            .Append(reach.Id)
            .Concat(ahead.Take(Days).Select(backup => backup.Id))
            .ToHashSet(StringComparer.Ordinal);
        return (ids, reach.At);
    }
}
