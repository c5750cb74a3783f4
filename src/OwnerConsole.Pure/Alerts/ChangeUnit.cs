using System.ComponentModel;

namespace OwnerConsole.Pure.Alerts;

/// <summary>Unit in which the change of a number is measured.</summary>
public enum ChangeUnit
{
    /// <summary>Percent of the earlier number.</summary>
    [Description("Percent")]
    Percent,

    /// <summary>Unit of the number itself.</summary>
    [Description("Unit of the metric")]
    Absolute,
}
