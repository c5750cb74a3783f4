using System.ComponentModel;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Pure.Objectives;

/// <summary>Lengths of windows.</summary>
public static class BurnWindows
{
    private static readonly TimeSpan s_fiveMinutes = TimeSpan.FromMinutes(5),
        s_hour = TimeSpan.FromHours(1);

    public static TimeSpan Length(this BurnWindow window) =>
        window switch
        {
            BurnWindow.FiveMinutes => s_fiveMinutes,
            BurnWindow.ThirtyMinutes => TimeSpan.FromMinutes(30),
            BurnWindow.OneHour => s_hour,
            BurnWindow.SixHours => TimeSpan.FromHours(6),
            _ => TimeSpan.FromDays(3),
        };

    public static string Title(this BurnWindow window) =>
        window switch
        {
            BurnWindow.FiveMinutes => "5 minutes",
            BurnWindow.ThirtyMinutes => "30 minutes",
            BurnWindow.OneHour => "1 hour",
            BurnWindow.SixHours => "6 hours",
            _ => "3 days",
        };

    /// <summary>Length of the buckets that it is summed from.</summary>
    public static TimeSpan Bucket(this BurnWindow window) => window is BurnWindow.ThreeDays ? s_hour : s_fiveMinutes;

    /// <returns>Start of its first bucket. The current bucket is incomplete, so the window is up to one bucket longer than its name says, and never shorter.</returns>
    public static DateTimeOffset Start(this BurnWindow window, DateTimeOffset now) => FixedBuckets.StartOf(now, window.Bucket()) - window.Length();
}
