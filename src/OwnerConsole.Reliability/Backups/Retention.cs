using System.Globalization;

namespace OwnerConsole.Reliability.Backups;

/// <summary>Which backups are kept: the last of each of seven days, of four weeks and of twelve months, and the one that leads to any moment of the last seven days.</summary>
public static class Retention
{
    /// <summary>So far back any moment can be restored, not only that of a backup.</summary>
    private static readonly TimeSpan AnyMoment = TimeSpan.FromDays(7);

    private const int Days = 7,
        Weeks = 4,
        Months = 12;

    /// <param name="backups">id and when each was whole; at least one</param>
    /// <returns>ids; and the moment since which everything must be kept that leads on from them</returns>
    public static (IReadOnlyCollection<string> Ids, DateTimeOffset Since) Keep(IEnumerable<(string Id, DateTimeOffset At)> backups, DateTimeOffset now)
    {
        var all = backups.OrderByDescending(backup => backup.At).ToList();
        // One from the future was made while the clock was ahead. It is kept until its time has come, and takes no other one's place.
        var ahead = all.Where(backup => backup.At > now).ToList();
        var newestFirst = ahead.Count < all.Count ? all[ahead.Count..] : all;
        // A restore begins with a backup from before the moment: while none is seven days old, the oldest leads furthest back.
        var reach = newestFirst.FirstOrDefault(backup => backup.At <= now - AnyMoment, newestFirst[^1]);
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
