using System.ComponentModel;

namespace OwnerConsole.Pure.Incidents;

/// <summary>How far the work on an incident is.</summary>
public enum IncidentStatus
{
    /// <summary>It is known, and no one has started to work on it.</summary>
    [Browsable(false)]
    Declared,

    /// <summary>The team looks for the cause.</summary>
    Investigating,

    /// <summary>The cause is known.</summary>
    Identified,

    /// <summary>It is mitigated, and the team is watching for a recurrence.</summary>
    Monitoring,

    /// <summary>It has ended. The root cause and the action items can still be missing.</summary>
    [Browsable(false)]
    Resolved,

    /// <summary>The post-mortem is complete.</summary>
    [Browsable(false)]
    Closed,
}
