using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Pure.Agreements;

/// <summary>First and last days of the periods of SLAs.</summary>
public static class SlaPeriods
{
    /// <param name="period">Length of the period.</param>
    /// <param name="day">A day of the period.</param>
    /// <returns>First and last day of the period that contains the day.</returns>
    public static (DateOnly First, DateOnly Last) Days(this SlaPeriod period, DateOnly day)
    {
        var month = new DateOnly(day.Year, day.Month, 1);
        var monday = Zone.MondayOf(day);
        var quarter = month.AddMonths(-((month.Month - 1) % 3));
        return period switch
        {
            SlaPeriod.Day => (day, day),
            SlaPeriod.Week => (monday, monday.AddDays(6)),
            SlaPeriod.Month => (month, month.AddMonths(1).AddDays(-1)),
            SlaPeriod.Quarter => (quarter, quarter.AddMonths(3).AddDays(-1)),
            _ => (new DateOnly(day.Year, 1, 1), new DateOnly(day.Year, 12, 31)),
        };
    }

    /// <summary>Lists the periods that are measured: those that were not measured to their end, and the current one.</summary>
    /// <param name="period">Length of the periods.</param>
    /// <param name="from">A day of the first period; null for the current period only.</param>
    /// <param name="today">Current day.</param>
    /// <param name="limit">Maximum number of periods; older ones are left out.</param>
    /// <returns>First and last days, the oldest first; at least the current period.</returns>
    public static IReadOnlyList<(DateOnly First, DateOnly Last)> Until(this SlaPeriod period, DateOnly? from, DateOnly today, int limit)
    {
        var current = period.Days(today);
        var periods = new List<(DateOnly First, DateOnly Last)> { current };
        while (from is { } first && periods[^1].First > first && periods.Count < limit)
            periods.Add(period.Days(periods[^1].First.AddDays(-1)));
        periods.Reverse();
        return periods;
    }
}
