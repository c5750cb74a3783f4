using OwnerConsole.Data;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Pure.Incidents;
using OwnerConsole.Reliability.Alerts.Public;

namespace OwnerConsole.Reliability.Incidents;

/// <summary>Which incidents a list contains.</summary>
public enum IncidentListState
{
    /// <summary>Those that are not closed.</summary>
    Open,

    /// <summary>Closed ones.</summary>
    Closed,

    /// <summary>All.</summary>
    All,
}

/// <summary>An incident as returned by the API.</summary>
/// <param name="Title">What tenants notice.</param>
/// <param name="Severity">How severe it is; sev1 is the most severe.</param>
/// <param name="Status">Current status.</param>
/// <param name="People">Who has which role.</param>
/// <param name="StartedAt">When tenants were first affected.</param>
/// <param name="DetectedAt">When it was noticed.</param>
/// <param name="DeclaredAt">When it was declared.</param>
/// <param name="AcknowledgedAt">When someone started to work on it; null before.</param>
/// <param name="MitigatedAt">When tenants were no longer affected as far as known; null before.</param>
/// <param name="ResolvedAt">When it ended; null before.</param>
/// <param name="ClosedAt">When its post-mortem was complete; null before.</param>
/// <param name="SecondsToDetect">From the start until it was noticed.</param>
/// <param name="SecondsToAcknowledge">From when it was noticed until someone worked on it; null before.</param>
/// <param name="SecondsToResolve">From the start until the end; null before.</param>
/// <param name="UpdateDueAt">When the next update is due; null if the severity needs none, and after it is resolved.</param>
/// <param name="IsUpdateOverdue">Whether the next update is overdue.</param>
/// <param name="AlertIds">IDs of its alerts.</param>
public sealed record IncidentView(
    string Id,
    string Title,
    IncidentSeverity Severity,
    IncidentStatus Status,
    IncidentPeople People,
    DateTimeOffset StartedAt,
    DateTimeOffset DetectedAt,
    DateTimeOffset DeclaredAt,
    DateTimeOffset? AcknowledgedAt,
    DateTimeOffset? MitigatedAt,
    DateTimeOffset? ResolvedAt,
    DateTimeOffset? ClosedAt,
    long SecondsToDetect,
    long? SecondsToAcknowledge,
    long? SecondsToResolve,
    DateTimeOffset? UpdateDueAt,
    bool IsUpdateOverdue,
    IReadOnlyList<string> AlertIds
)
{
    internal static IncidentView Of(Incident incident, IEnumerable<IncidentStep> steps, IEnumerable<string> alerts, DateTimeOffset now)
    {
        var times = IncidentTimes.Of(incident.StartedAt, incident.DetectedAt, steps);
        return new(
            incident.Id,
            incident.Title,
            incident.Severity,
            incident.Status,
            IncidentPeople.Of(incident),
            times.StartedAt,
            times.DetectedAt,
            incident.DeclaredAt,
            times.AcknowledgedAt,
            times.MitigatedAt,
            times.ResolvedAt,
            times.ClosedAt,
            (long)times.TimeToDetect.TotalSeconds,
            (long?)times.TimeToAcknowledge?.TotalSeconds,
            (long?)times.TimeToResolve?.TotalSeconds,
            incident.UpdateDueAt,
            incident.UpdateDueAt < now,
            [.. alerts]
        );
    }

    /// <returns>The incidents with their times, in the given order.</returns>
    internal static async Task<IReadOnlyList<IncidentView>> Of(IReadOnlyList<Incident> incidents, DateTimeOffset now, UnitOfWork work)
    {
        var ids = incidents.Select(incident => incident.Id).ToList();
        var steps = await IncidentRows.ListSteps(ids, work);
        var alerts = await IncidentRows.ListAlerts(ids, work);
        return [.. incidents.Select(incident => Of(incident, steps[incident.Id], alerts[incident.Id], now))];
    }
}

/// <summary>An incident with its impact, timeline and post-mortem.</summary>
/// <param name="Incident">The incident.</param>
/// <param name="Affected">Selection of the affected tenants.</param>
/// <param name="Impact">Who is affected, based on current data.</param>
/// <param name="Alerts">Its alerts, the earliest first. Alerts are deleted a year after they were resolved. Messages are empty without access to alerts.</param>
/// <param name="ActionItems">What must be done so that it doesn't happen again, the earliest due first.</param>
/// <param name="RootCause">Findings of the post-mortem; null before they are written.</param>
/// <param name="Timeline">What happened last, newest first. Changes of the platform are left out without access to the audit log.</param>
/// <param name="Causes">Changes and failures in the two hours before the start, newest first. Empty without access to the audit log.</param>
public sealed record IncidentDetails(
    IncidentView Incident,
    TenantTargets Affected,
    IncidentImpact Impact,
    IReadOnlyList<LinkedAlert> Alerts,
    IReadOnlyList<IncidentActionItem> ActionItems,
    RootCause? RootCause,
    IReadOnlyList<IncidentTimelineEntry> Timeline,
    IReadOnlyList<LogEntryView> Causes
);

/// <summary>An entry of the timeline of an incident.</summary>
/// <param name="Entry">Entry of the log.</param>
/// <param name="Text">Note that belongs to it; null without one.</param>
public sealed record IncidentTimelineEntry(LogEntryView Entry, string? Text)
{
    /// <param name="texts">Notes by the run that wrote them.</param>
    internal static IReadOnlyList<IncidentTimelineEntry> Of(IEnumerable<LogEntry> entries, IReadOnlyDictionary<string, string> texts, SentenceRenderer names) =>
        [.. entries.Select(entry => new IncidentTimelineEntry(LogEntryView.Of(entry, names), FindText(entry, texts)))];

    /// <returns>The note that belongs to an entry; null without one.</returns>
    internal static string? FindText(LogEntry entry, IReadOnlyDictionary<string, string> texts) =>
        entry is { Kind: "run", RunId: { } run } ? texts.GetValueOrDefault(run) : null;
}

/// <summary>Mean times of the incidents that started in the last 90 days.</summary>
/// <param name="Incidents">Number of incidents.</param>
/// <param name="SecondsToDetect">Mean time to detect (MTTD); null without incidents.</param>
/// <param name="SecondsToAcknowledge">Mean time to acknowledge (MTTA); null without acknowledged ones.</param>
/// <param name="SecondsToResolve">Mean time to resolve (MTTR); null without resolved ones.</param>
public sealed record IncidentFigures(int Incidents, long? SecondsToDetect, long? SecondsToAcknowledge, long? SecondsToResolve)
{
    private const int Days = 90;

    internal static async Task<IncidentFigures> Find(DateTimeOffset now, UnitOfWork work)
    {
        var incidents = await Incident.ListSince(now.AddDays(-Days), work);
        var steps = await IncidentRows.ListSteps([.. incidents.Select(incident => incident.Id)], work);
        var means = IncidentMeans.Of([.. incidents.Select(incident => IncidentTimes.Of(incident.StartedAt, incident.DetectedAt, steps[incident.Id]))]);
        return new(means.Incidents, Seconds(means.TimeToDetect), Seconds(means.TimeToAcknowledge), Seconds(means.TimeToResolve));
    }

    private static long? Seconds(TimeSpan? span) => (long?)span?.TotalSeconds;
}
