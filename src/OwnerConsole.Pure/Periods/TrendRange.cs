using System.ComponentModel;

namespace OwnerConsole.Pure.Periods;

/// <summary>Period up to now that uptime bars, trends and percentiles cover.</summary>
public enum TrendRange
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
public static class TrendRanges
{
    /// <returns>Length, such as 24 hours.</returns>
    public static string Title(this TrendRange range) =>
        range switch
        {
            TrendRange.Day => "24 hours",
            TrendRange.Week => "7 days",
            TrendRange.Month => "30 days",
            _ => "90 days",
        };
}
