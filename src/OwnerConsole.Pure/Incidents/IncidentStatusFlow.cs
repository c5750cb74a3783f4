namespace OwnerConsole.Pure.Incidents;

/// <summary>Which changes of the status of an incident are possible.</summary>
public static class IncidentStatusFlow
{
    /// <returns>Whether tenants are still affected: all statuses before <see cref="IncidentStatus.Resolved"/>.</returns>
    public static bool IsOngoing(this IncidentStatus status) => status < IncidentStatus.Resolved;

    /// <returns>
    /// Whether the status can change. Work goes on in any order while the incident is ongoing, but it is never only declared again. A resolved incident is
    /// closed or investigated again, and a closed one is resolved again.
    /// </returns>
    public static bool CanBecome(this IncidentStatus from, IncidentStatus to) =>
        (from, to) switch
        {
            _ when from == to || to is IncidentStatus.Declared => false,
            (< IncidentStatus.Resolved, <= IncidentStatus.Resolved) => true,
            (IncidentStatus.Resolved, IncidentStatus.Closed) => true,
            (IncidentStatus.Resolved, IncidentStatus.Investigating) => true,
            (IncidentStatus.Closed, IncidentStatus.Resolved) => true,
            _ => false,
        };
}
