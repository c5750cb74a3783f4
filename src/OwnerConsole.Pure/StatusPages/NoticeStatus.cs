namespace OwnerConsole.Pure.StatusPages;

/// <summary>How far an incident or a maintenance on the status page is.</summary>
public enum NoticeStatus
{
    /// <summary>Incident: the team looks for the cause.</summary>
    Investigating,

    /// <summary>Incident: the cause is known.</summary>
    Identified,

    /// <summary>Incident: it is mitigated, and the team is watching for a recurrence.</summary>
    Monitoring,

    /// <summary>Incident: it has ended.</summary>
    Resolved,

    /// <summary>Maintenance: it has not started.</summary>
    Scheduled,

    /// <summary>Maintenance: it has started.</summary>
    InProgress,

    /// <summary>Maintenance: the work is done, and the team checks the result.</summary>
    Verifying,

    /// <summary>Maintenance: it has ended.</summary>
    Completed,
}

/// <summary>Status that an update of an incident can set.</summary>
public enum OutageStatus
{
    /// <summary>The team looks for the cause.</summary>
    Investigating,

    /// <summary>The cause is known.</summary>
    Identified,

    /// <summary>It is mitigated, and the team is watching for a recurrence.</summary>
    Monitoring,

    /// <summary>It has ended. No more updates can be posted.</summary>
    Resolved,
}

/// <summary>Status that an update of a maintenance can set, before its time.</summary>
public enum MaintenanceStatus
{
    /// <summary>It has started.</summary>
    InProgress,

    /// <summary>The work is done, and the team checks the result.</summary>
    Verifying,

    /// <summary>It has ended. No more updates can be posted.</summary>
    Completed,
}

/// <summary>Conversions of the status of a notice.</summary>
public static class NoticeStatuses
{
    /// <returns>The same status of a notice.</returns>
    public static NoticeStatus ToNotice(this OutageStatus status) =>
        status switch
        {
            OutageStatus.Investigating => NoticeStatus.Investigating,
            OutageStatus.Identified => NoticeStatus.Identified,
            OutageStatus.Monitoring => NoticeStatus.Monitoring,
            _ => NoticeStatus.Resolved,
        };

    /// <returns>The same status of a notice.</returns>
    public static NoticeStatus ToNotice(this MaintenanceStatus status) =>
        status switch
        {
            MaintenanceStatus.InProgress => NoticeStatus.InProgress,
            MaintenanceStatus.Verifying => NoticeStatus.Verifying,
            _ => NoticeStatus.Completed,
        };

    /// <returns>Whether the incident or maintenance has ended.</returns>
    public static bool IsEnded(this NoticeStatus status) => status is NoticeStatus.Resolved or NoticeStatus.Completed;
}
