using System.ComponentModel;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Pure.Alerts;

/// <summary>What a number is compared with to find its change.</summary>
public enum ChangeBase
{
    [Description("The period before")]
    PreviousPeriod,

    [Description("The same time a day ago")]
    DayAgo,

    [Description("The same time a week ago")]
    WeekAgo,
}

/// <summary>Earlier windows that a window is compared with.</summary>
public static class ChangeBases
{
    /// <param name="comparison">What the window is compared with.</param>
    /// <param name="window">Length of the window.</param>
    /// <param name="at">Start or end of the window.</param>
    /// <param name="zone">Reporting time zone.</param>
    /// <returns>Start or end of the earlier window.</returns>
    public static DateTimeOffset Before(this ChangeBase comparison, MetricWindow window, DateTimeOffset at, Zone zone) =>
        (comparison, window) switch
        {
            (ChangeBase.WeekAgo, _) or (ChangeBase.PreviousPeriod, MetricWindow.Week) => zone.EarlierBy(7, at),
            (ChangeBase.PreviousPeriod, MetricWindow.Hour) => zone.ToLocal(at.AddHours(-1)),
            _ => zone.EarlierBy(1, at),
        };
}
