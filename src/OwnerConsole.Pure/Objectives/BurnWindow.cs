using System.ComponentModel;

namespace OwnerConsole.Pure.Objectives;

/// <summary>Window in which a burn rate is measured.</summary>
public enum BurnWindow
{
    [Description("5 minutes")]
    FiveMinutes,

    [Description("30 minutes")]
    ThirtyMinutes,

    [Description("1 hour")]
    OneHour,

    [Description("6 hours")]
    SixHours,

    [Description("3 days")]
    ThreeDays,
}
