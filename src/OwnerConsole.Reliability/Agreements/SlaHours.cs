using System.ComponentModel;

namespace OwnerConsole.Reliability.Agreements;

/// <summary>Hours that count for the time limit of an SLA about support tickets.</summary>
public enum SlaHours
{
    /// <summary>All hours of all days.</summary>
    [Description("Calendar hours")]
    Calendar,

    /// <summary>Only hours in which the team works.</summary>
    [Description("Business hours")]
    Business,
}
