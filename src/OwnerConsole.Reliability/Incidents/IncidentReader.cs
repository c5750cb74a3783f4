using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
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

    /// <param name="caller">Without access to tenants or alerts, the largest tenants and the MRR, or the messages of alerts, are left out.</param>
    /// <param name="cursor">Cursor of the previous page of the timeline.</param>
    /// <param name="limit">Maximum number of entries of the timeline from each of its sources.</param>
    /// <param name="work">Can read all tenants.</param>
    /// <exception cref="Problem">404: there is no such incident.</exception>
    public async Task<IncidentReport> Find(Caller caller, string id, string? cursor, int limit, UnitOfWork work)
    {
        var (incident, view, items) = await Find(id, work);
        var (entries, texts) = await timeline.Find(caller, incident, view, items, cursor, limit, work);
        var causes = await changes.FindBefore(caller, incident.StartedAt, probe: null, work);
        var alerts = await LinkedAlert.List(view.AlertIds, work);
        string?[] people = [view.People.Commander, view.People.Communications, view.People.Operations, view.People.Scribe, .. items.Select(item => item.Owner)];
        return new(
            view,
            incident.Targets,
            await impacts.Find(incident.Targets, caller, work),
            caller.CanRead(ImpactReader.TenantRead),
            caller.CanRead(LinkedAlert.Permission) ? alerts : [.. alerts.Select(alert => alert with { Message = "" })],
            items,
            await RootCause.Find(id, work),
            entries,
            texts,
            causes,
            await SentenceRenderer.For(entries.Data.Concat(causes).SelectMany(entry => entry.NamedIds).Concat(people.OfType<string>()), work)
        );
    }

    /// <param name="cursor">Cursor of the previous page.</param>
    /// <param name="limit">Maximum number of entries from each source.</param>
    /// <param name="work">Can read all tenants.</param>
    /// <returns>A page of the timeline, newest first.</returns>
    /// <exception cref="Problem">404: there is no such incident.</exception>
    public async Task<OwnerConsole.Data.Page<IncidentTimelineEntry>> FindTimeline(Caller caller, string id, string? cursor, int limit, UnitOfWork work)
    {
        var (incident, view, items) = await Find(id, work);
        var (entries, texts) = await timeline.Find(caller, incident, view, items, cursor, limit, work);
        var names = await SentenceRenderer.For(entries.Data.SelectMany(entry => entry.NamedIds), work);
        return new(IncidentTimelineEntry.Of(entries.Data, texts, names), entries.NextCursor, null);
    }

    private async Task<(Incident Incident, IncidentView View, IReadOnlyList<IncidentActionItem> Items)> Find(string id, UnitOfWork work)
    {
        if (await Incident.List([id], work) is not [var incident])
            throw Problem.NotFound("incident", id);
        return (incident, (await IncidentView.Of([incident], clock.GetUtcNow(), work))[0], await IncidentActionItem.ListOf(id, work));
    }
}

/// <summary>An incident with everything that belongs to it.</summary>
/// <param name="Targets">Selection of the affected tenants.</param>
/// <param name="ShowsTenants">Whether the reader can see which tenants are affected, and their MRR.</param>
/// <param name="Timeline">What happened, a page, newest first.</param>
/// <param name="Texts">Notes by the run that wrote them.</param>
/// <param name="Causes">Changes and failures before the start, newest first.</param>
/// <param name="Names">Names of everything that is mentioned.</param>
public sealed record IncidentReport(
    IncidentView Incident,
    TenantTargets Targets,
    IncidentImpact Impact,
    bool ShowsTenants,
    IReadOnlyList<LinkedAlert> Alerts,
    IReadOnlyList<IncidentActionItem> ActionItems,
    RootCause? RootCause,
    OwnerConsole.Data.Page<LogEntry> Timeline,
    IReadOnlyDictionary<string, string> Texts,
    IReadOnlyList<LogEntry> Causes,
    SentenceRenderer Names
)
{
    /// <summary>Whether a report shows only a part of the timeline.</summary>
    internal bool OmitsEntries => Timeline.NextCursor is not null;

    /// <summary>What a report says about the rest of the timeline.</summary>
    internal const string Omitted = "Earlier entries are omitted. The timeline of the incident shows all.";

    /// <returns>The note that belongs to an entry of the timeline; null without one.</returns>
    internal string? FindText(LogEntry entry) => IncidentTimelineEntry.FindText(entry, Texts);

    internal IncidentDetails ToDetails() =>
        new(
            Incident,
            Targets,
            Impact,
            Alerts,
            ActionItems,
            RootCause,
            IncidentTimelineEntry.Of(Timeline.Data, Texts, Names),
            [.. Causes.Select(entry => LogEntryView.Of(entry, Names))]
        );
}
