using System.ComponentModel;

namespace OwnerConsole.Pure.Objectives;

/// <summary>How fast a budget must be spent until an alert fires.</summary>
public enum BurnSpeed
{
    /// <summary>2% of the budget of 30 days within an hour.</summary>
    [Description("Fast: 1 hour and 5 minutes")]
    Fast,

    /// <summary>5% of the budget of 30 days within six hours.</summary>
    [Description("Medium: 6 hours and 30 minutes")]
    Medium,

    /// <summary>10% of the budget of 30 days within three days.</summary>
    [Description("Slow: 3 days and 6 hours")]
    Slow,
}
