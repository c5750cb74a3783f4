using System.ComponentModel;

namespace OwnerConsole.Reliability.Probes;

/// <summary>Period that uptime bars and percentiles cover.</summary>
public enum UptimeRange
{
    [Description("24 hours")]
    Day,

    [Description("7 days")]
    Week,

    [Description("30 days")]
    Month,

    [Description("90 days")]
    Quarter,
}

/// <summary>Properties of ranges.</summary>
internal static class UptimeRanges
{
    public static string Title(this UptimeRange range) =>
        range switch
        {
            UptimeRange.Day => "24 hours",
            UptimeRange.Week => "7 days",
            UptimeRange.Month => "30 days",
            _ => "90 days",
        };

    /// <summary>Number and length of its bars.</summary>
    public static (int Count, TimeSpan Width) Bars(this UptimeRange range) =>
        range switch
        {
            UptimeRange.Day => (48, TimeSpan.FromMinutes(30)),
            UptimeRange.Week => (28, TimeSpan.FromHours(6)),
            UptimeRange.Month => (30, TimeSpan.FromDays(1)),
            _ => (90, TimeSpan.FromDays(1)),
        };

    /// <summary>Length of the buckets that its bars are summed from.</summary>
    public static string Grain(this UptimeRange range) =>
        range switch
        {
            UptimeRange.Day => "five_minutes",
            UptimeRange.Week => "hour",
            _ => "day",
        };

    /// <summary>Length of the buckets of its latency.</summary>
    public static string LatencyGrain(this UptimeRange range) => range is UptimeRange.Day or UptimeRange.Week ? "hour" : "day";

    /// <summary>Start of its first bar. The last bar includes now.</summary>
    public static DateTimeOffset Start(this UptimeRange range, DateTimeOffset now)
    {
        var (count, width) = range.Bars();
        return new DateTimeOffset(now.UtcTicks - (now.UtcTicks % width.Ticks), TimeSpan.Zero) - ((count - 1) * width);
    }
}
