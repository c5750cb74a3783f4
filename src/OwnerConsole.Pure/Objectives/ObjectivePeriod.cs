using System.ComponentModel;

namespace OwnerConsole.Pure.Objectives;

/// <summary>Period in which an SLO must be met.</summary>
public enum ObjectivePeriod
{
    [Description("7 days")]
    SevenDays,

    /// <summary>Four weeks, so that each period has the same number of weekends.</summary>
    [Description("28 days")]
    FourWeeks,

    [Description("30 days")]
    ThirtyDays,

    [Description("90 days")]
    NinetyDays,

    [Description("Calendar month")]
    CalendarMonth,

    [Description("Calendar quarter")]
    CalendarQuarter,

    [Description("Calendar year")]
    CalendarYear,
}
