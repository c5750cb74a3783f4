namespace OwnerConsole.Pure.Incidents;

/// <summary>When an incident reached the steps that its figures are calculated from.</summary>
/// <param name="StartedAt">When tenants were first affected.</param>
/// <param name="DetectedAt">When the team or an alert noticed it.</param>
/// <param name="AcknowledgedAt">When someone started to work on it; null before.</param>
/// <param name="MitigatedAt">When tenants were no longer affected as far as known; null before, and while it is investigated again.</param>
/// <param name="ResolvedAt">When it ended; null before, and while it is investigated again.</param>
/// <param name="ClosedAt">When its post-mortem was complete; null before, and again after it was reopened.</param>
public sealed record IncidentTimes(
    DateTimeOffset StartedAt,
    DateTimeOffset DetectedAt,
    DateTimeOffset? AcknowledgedAt,
    DateTimeOffset? MitigatedAt,
    DateTimeOffset? ResolvedAt,
    DateTimeOffset? ClosedAt
)
{
    /// <summary>Time to detect: from the start until it was noticed.</summary>
    public TimeSpan TimeToDetect => DetectedAt - StartedAt;

    /// <summary>Time to acknowledge: from when it was noticed until someone worked on it; null before.</summary>
    public TimeSpan? TimeToAcknowledge => AcknowledgedAt - DetectedAt;

    /// <summary>Time to resolve: from the start until the end, as tenants experience it; null before.</summary>
    public TimeSpan? TimeToResolve => ResolvedAt - StartedAt;

    /// <param name="startedAt">When tenants were first affected.</param>
    /// <param name="detectedAt">When it was noticed.</param>
    /// <param name="steps">All statuses that were not undone, the earliest first.</param>
    /// <returns>
    /// The times. A step that was skipped counts as reached with the next one. It was acknowledged and mitigated at the latest when it ended, and not
    /// acknowledged before it was noticed.
    /// </returns>
    public static IncidentTimes Of(DateTimeOffset startedAt, DateTimeOffset detectedAt, IEnumerable<IncidentStep> steps)
    {
        var times = new IncidentTimes(startedAt, detectedAt, null, null, null, null);
        foreach (var step in steps.Where(step => step.Status is not IncidentStatus.Declared))
            times = times with
            {
                AcknowledgedAt = times.AcknowledgedAt ?? step.At,
                MitigatedAt =
                    step.Status < IncidentStatus.Monitoring ? null
                    : times.MitigatedAt < step.At ? times.MitigatedAt
                    : step.At,
                ResolvedAt = step.Status >= IncidentStatus.Resolved ? times.ResolvedAt ?? step.At : null,
                ClosedAt = step.Status is IncidentStatus.Closed ? step.At : null,
            };
        // The end and the detection can be entered later than the work on the incident, and no figure is negative.
        if (times.AcknowledgedAt > times.ResolvedAt)
            times = times with { AcknowledgedAt = times.ResolvedAt };
        if (times.AcknowledgedAt < detectedAt)
            times = times with { AcknowledgedAt = detectedAt };
        return times;
    }
}

/// <summary>A status that an incident reached.</summary>
/// <param name="Status">The status.</param>
/// <param name="At">When it was reached.</param>
public readonly record struct IncidentStep(IncidentStatus Status, DateTimeOffset At);
