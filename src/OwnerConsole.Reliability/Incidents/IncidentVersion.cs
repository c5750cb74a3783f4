using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.Incidents;

namespace OwnerConsole.Reliability.Incidents;

/// <summary>An incident after it is declared or changed.</summary>
/// <param name="SeverityReason">Why the severity is lowered; null if it isn't.</param>
/// <param name="Mode">Always live, because incidents are those of the platform. They affect tenants of the shown mode.</param>
/// <param name="Targets">Affected tenants.</param>
internal sealed record IncidentVersion(
    string Id,
    string Title,
    IncidentSeverity Severity,
    string? SeverityReason,
    Mode Mode,
    TenantTargets Targets,
    DateTimeOffset StartedAt,
    DateTimeOffset DetectedAt
)
{
    /// <summary>Maximum length of a title.</summary>
    internal const int MaxTitle = 200;

    /// <summary>Maximum length of notes and other texts.</summary>
    internal const int MaxText = 10_000;

    /// <param name="now">Time of the decision.</param>
    /// <param name="resolvedAt">When it ended; null before.</param>
    /// <returns>Why it can't be saved; null if it can.</returns>
    public Refusal? FindProblem(DateTimeOffset now, DateTimeOffset? resolvedAt = null) =>
        Title.Length is 0 or > MaxTitle || Title.Contains('\n', StringComparison.Ordinal)
            ? new("bad_title", $"Enter a title of one line with at most {MaxTitle} characters.")
        : StartedAt > DetectedAt || DetectedAt > now
            ? new("bad_times", $"The start must not be after the detection, and the detection must not be in the future.")
        : StartedAt > resolvedAt ? new("bad_times", $"The start must not be after the end of the incident.")
        : null;

    /// <returns>Whether it differs from what is stored.</returns>
    public bool Changes(Incident incident) =>
        (Title, Severity, StartedAt, DetectedAt) != (incident.Title, incident.Severity, incident.StartedAt, incident.DetectedAt) || SelectsOthers(incident);

    /// <returns>Whether its selection of tenants differs from what is stored.</returns>
    public bool SelectsOthers(Incident incident) => !Targets.IsSame(incident.Targets);
}
