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
            UptimeRange.Day => (24, TimeSpan.FromHours(1)),
            UptimeRange.Week => (28, TimeSpan.FromHours(6)),
            UptimeRange.Month => (30, TimeSpan.FromDays(1)),
            _ => (90, TimeSpan.FromDays(1)),
        };

    public static TimeSpan Length(this UptimeRange range) => range.Bars().Count * range.Bars().Width;
}
