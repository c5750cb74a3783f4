using System.ComponentModel;

namespace OwnerConsole.Pure.Agreements;

/// <summary>Calendar period for which an SLA is measured.</summary>
public enum SlaPeriod
{
    [Description("Day")]
    Day,

    /// <summary>From Monday to Sunday.</summary>
    [Description("Week")]
    Week,

    [Description("Month")]
    Month,

    [Description("Quarter")]
    Quarter,

    [Description("Year")]
    Year,
}
