using System.ComponentModel;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Pure.Alerts;

/// <summary>Period over which a number is measured before it is compared with earlier ones.</summary>
public enum MetricWindow
{
    [Description("1 hour")]
    Hour,

    [Description("1 day, the last complete one")]
    Day,

    [Description("7 days, the last complete ones")]
    Week,
}

/// <summary>Start and end of windows.</summary>
public static class MetricWindows
{
    /// <summary>Reports of the last minutes may still be on their way, so a window that ends now would be too low.</summary>
    public static readonly TimeSpan Delay = TimeSpan.FromMinutes(5);

    /// <summary>Sessions and usage are stored by quarters of an hour. Other windows would contain a part of a quarter, and all of it in the past.</summary>
    private const long QuarterTicks = 15 * TimeSpan.TicksPerMinute;

    /// <param name="window">Length of the window.</param>
    /// <param name="now">Current time.</param>
    /// <param name="zone">Reporting time zone.</param>
    /// <param name="isByClock">Whether an hour starts with the hour of the clock, not at any quarter of it.</param>
    /// <returns>End of the last window that is complete.</returns>
    public static DateTimeOffset FindEnd(this MetricWindow window, DateTimeOffset now, Zone zone, bool isByClock)
    {
        var end = zone.ToLocal(now - Delay);
        return window is not MetricWindow.Hour
            ? zone.StartOf(zone.DayOf(end))
            : end.AddTicks(-(end.Ticks % (isByClock ? TimeSpan.TicksPerHour : QuarterTicks)));
    }

    /// <param name="window">Length of the window.</param>
    /// <param name="end">End of the window.</param>
    /// <param name="zone">Reporting time zone, in which a day can have 23 to 25 hours.</param>
    /// <returns>The window.</returns>
    public static MetPeriod EndingAt(this MetricWindow window, DateTimeOffset end, Zone zone) =>
        new(
            window switch
            {
                MetricWindow.Hour => zone.ToLocal(end.AddHours(-1)),
                MetricWindow.Day => zone.EarlierBy(1, end),
                _ => zone.EarlierBy(7, end),
            },
            end
        );

    /// <summary>Finds an earlier window. An hour stays an hour on days on which the clock is changed: the same times of the clock can be two hours apart then, or equal.</summary>
    /// <param name="window">Length of the window.</param>
    /// <param name="period">A window.</param>
    /// <param name="findEarlier">Finds the time that a start or an end is compared with.</param>
    /// <returns>The window that it is compared with.</returns>
    public static MetPeriod FindEarlier(this MetricWindow window, MetPeriod period, Func<DateTimeOffset, DateTimeOffset> findEarlier)
    {
        var end = findEarlier(period.To);
        return new(window is MetricWindow.Hour ? end - (period.To - period.From) : findEarlier(period.From), end);
    }

    /// <param name="zone">Reporting time zone.</param>
    /// <param name="days">Number of days.</param>
    /// <param name="at">A time.</param>
    /// <returns>The same time of the clock some days earlier.</returns>
    public static DateTimeOffset EarlierBy(this Zone zone, int days, DateTimeOffset at) => new CalendarOffset(0, days, TimeSpan.Zero).SubtractFrom(at, zone);
}
