using OwnerConsole.Data;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Reliability.Alerts.Public;

namespace OwnerConsole.Reliability.Incidents;

/// <summary>Reads one incident with everything that its pages and the API show.</summary>
internal sealed class IncidentReader(ImpactReader impacts, IncidentTimeline timeline, PlatformChanges changes, TimeProvider clock)
{
    /// <summary>Entries of the timeline on a page.</summary>
    internal const int PageSize = 100;

    /// <param name="cursor">Cursor of the previous page of the timeline.</param>
    /// <param name="limit">Maximum number of entries of the timeline from each of its sources.</param>
    /// <param name="work">Can read all tenants.</param>
    /// <exception cref="Problem">404: there is no such incident.</exception>
    public async Task<IncidentReport> Find(Caller caller, string id, string? cursor, int limit, UnitOfWork work)
    {
        if (await Incident.List([id], work) is not [var incident])
            throw Problem.NotFound("incident", id);
        var view = (await IncidentView.Of([incident], clock.GetUtcNow(), work))[0];
        var items = await IncidentActionItem.ListOf(id, work);
        var entries = await timeline.Find(caller, incident, view, items, cursor, limit, work);
        var causes = await changes.FindBefore(caller, incident.StartedAt, probe: null, work);
        string?[] people = [view.People.Commander, view.People.Communications, view.People.Operations, view.People.Scribe, .. items.Select(item => item.Owner)];
        return new(
            view,
            incident.Targets,
            await impacts.Find(incident.Targets, incident.Mode, caller, work),
            await LinkedAlert.List(view.AlertIds, work),
            items,
            await RootCause.Find(id, work),
            entries,
            await IncidentTimeline.FindTexts(id, work),
            causes,
            await SentenceRenderer.For(entries.Data.Concat(causes).SelectMany(entry => entry.NamedIds).Concat(people.OfType<string>()), work)
        );
    }
}

/// <summary>An incident with everything that belongs to it.</summary>
/// <param name="Targets">Selection of the affected tenants.</param>
/// <param name="Timeline">What happened, a page, newest first.</param>
/// <param name="Texts">Notes by the run that wrote them.</param>
/// <param name="Causes">Changes and failures before the start, newest first.</param>
/// <param name="Names">Names of everything that is mentioned.</param>
public sealed record IncidentReport(
    IncidentView Incident,
    TenantTargets Targets,
    IncidentImpact Impact,
    IReadOnlyList<LinkedAlert> Alerts,
    IReadOnlyList<IncidentActionItem> ActionItems,
    RootCause? RootCause,
    OwnerConsole.Data.Page<LogEntry> Timeline,
    IReadOnlyDictionary<string, string> Texts,
    IReadOnlyList<LogEntry> Causes,
    SentenceRenderer Names
)
{
    /// <returns>The note that belongs to an entry of the timeline; null without one.</returns>
    internal string? FindText(LogEntry entry) => entry is { Kind: "run", RunId: { } run } ? Texts.GetValueOrDefault(run) : null;

    internal OwnerConsole.Data.Page<IncidentTimelineEntry> ToTimeline() =>
        new([.. Timeline.Data.Select(entry => new IncidentTimelineEntry(LogEntryView.Of(entry, Names), FindText(entry)))], Timeline.NextCursor, null);

    internal IncidentDetails ToDetails() =>
        new(Incident, Targets, Impact, Alerts, ActionItems, RootCause, ToTimeline().Data, [.. Causes.Select(entry => LogEntryView.Of(entry, Names))]);
}
