namespace OwnerConsole.Pure.Incidents;

/// <summary>When the team must be informed again about an ongoing incident.</summary>
public static class UpdateClock
{
    /// <returns>Longest time between two updates; null if the severity needs no regular updates.</returns>
    public static TimeSpan? Interval(IncidentSeverity severity) =>
        severity switch
        {
            IncidentSeverity.Sev1 => TimeSpan.FromMinutes(30),
            IncidentSeverity.Sev2 => TimeSpan.FromMinutes(60),
            _ => null,
        };

    /// <param name="severity">Current severity.</param>
    /// <param name="status">Current status.</param>
    /// <param name="updatedAt">
    /// When it was declared, its status last changed, its last note was written, or its severity was last raised: a shorter interval starts then, so that the
    /// update isn't overdue at once.
    /// </param>
    /// <returns>When the next update is due; null if none is needed.</returns>
    public static DateTimeOffset? DueAt(IncidentSeverity severity, IncidentStatus status, DateTimeOffset updatedAt) =>
        status.IsOngoing() ? updatedAt + Interval(severity) : null;
}
