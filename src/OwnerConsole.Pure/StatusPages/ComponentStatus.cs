namespace OwnerConsole.Pure.StatusPages;

/// <summary>State of a component on the status page, best first.</summary>
public enum ComponentStatus
{
    /// <summary>It works.</summary>
    Operational,

    /// <summary>It is changed as announced.</summary>
    UnderMaintenance,

    /// <summary>It works, but slowly or with errors.</summary>
    DegradedPerformance,

    /// <summary>It doesn't work for some.</summary>
    PartialOutage,

    /// <summary>It doesn't work.</summary>
    MajorOutage,
}
