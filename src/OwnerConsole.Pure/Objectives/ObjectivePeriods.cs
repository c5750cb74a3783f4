namespace OwnerConsole.Pure.Objectives;

/// <summary>First and last days of periods.</summary>
public static class ObjectivePeriods
{
    /// <returns>Whether it starts again on a date, instead of moving with each day.</returns>
    public static bool IsCalendar(this ObjectivePeriod period) =>
        period is ObjectivePeriod.CalendarMonth or ObjectivePeriod.CalendarQuarter or ObjectivePeriod.CalendarYear;

    /// <param name="period">Which period.</param>
    /// <param name="today">Current day (UTC).</param>
    /// <returns>First day, and the day after the last one. A rolling period ends today.</returns>
    public static (DateOnly First, DateOnly End) Days(this ObjectivePeriod period, DateOnly today)
    {
        var month = new DateOnly(today.Year, today.Month, 1);
        var quarter = month.AddMonths(-((today.Month - 1) % 3));
        return period switch
        {
            ObjectivePeriod.SevenDays => Rolling(7),
            ObjectivePeriod.FourWeeks => Rolling(28),
            ObjectivePeriod.NinetyDays => Rolling(90),
            ObjectivePeriod.CalendarMonth => (month, month.AddMonths(1)),
            ObjectivePeriod.CalendarQuarter => (quarter, quarter.AddMonths(3)),
            ObjectivePeriod.CalendarYear => (new DateOnly(today.Year, 1, 1), new DateOnly(today.Year + 1, 1, 1)),
            _ => Rolling(30),
        };

        (DateOnly First, DateOnly End) Rolling(int days) => (today.AddDays(1 - days), today.AddDays(1));
    }

    /// <param name="period">Which period.</param>
    /// <param name="today">Current day (UTC), which tells how long a calendar period is.</param>
    public static TimeSpan Length(this ObjectivePeriod period, DateOnly today)
    {
        var (first, end) = period.Days(today);
        return TimeSpan.FromDays(end.DayNumber - first.DayNumber);
    }
}
