using OwnerConsole.Data;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Reliability.Alerts.Public;
using OwnerConsole.Reliability.StatusPages.Public;

namespace OwnerConsole.Reliability.Incidents;

/// <summary>
/// Collects the timeline of an incident from the log: its own operations, its alerts, posts and action items, and releases and changes of the platform while it lasted.
/// </summary>
internal sealed class IncidentTimeline(LogQuery log, PlatformChanges changes)
{
    /// <param name="cursor">Cursor of the previous page.</param>
    /// <returns>A page, newest first, and the texts of the incident by the run that wrote them.</returns>
    public async Task<(OwnerConsole.Data.Page<LogEntry> Entries, IReadOnlyDictionary<string, string> Texts)> Find(
        Caller caller,
        Incident incident,
        IncidentView view,
        IReadOnlyList<IncidentActionItem> items,
        string? cursor,
        int limit,
        UnitOfWork work
    )
    {
        var posts = await IncidentPost.List(incident.Id, work);
        string[] ids =
        [
            incident.Id,
            incident.DeclaredBy,
            .. view.AlertIds,
            .. items.Select(item => item.Id),
            .. posts.SelectMany(post => new[] { post.RunId, post.NoticeId }).Distinct(StringComparer.Ordinal),
            .. await changes.FindReleases(caller, incident.StartedAt, view.ResolvedAt, work),
        ];
        var filter = LogFilter.For(caller) with { TenantId = IdGenerator.Platform, Mentions = new(ids, [], false) };
        var own = await log.Find(filter, cursor, limit, work);
        var meanwhile = await changes.FindBetween(caller, incident.StartedAt, view.ResolvedAt, cursor, limit, work);
        // Where one of the two lists ends early, the other one is cut at the same entry, and the next page of both starts there.
        var next = new[] { own.NextCursor, meanwhile.NextCursor }.OfType<string>().MaxBy(Cursor.ReadInstantAndNumber);
        var entries = new OwnerConsole.Data.Page<LogEntry>(
            [
                .. own
                    .Data.Concat(meanwhile.Data)
                    .DistinctBy(entry => entry.Id)
                    .Where(entry => next is null || (entry.At, entry.Id).CompareTo(Cursor.ReadInstantAndNumber(next)) >= 0)
                    .OrderByDescending(entry => entry.At)
                    .ThenByDescending(entry => entry.Id),
            ],
            next,
            null
        );
        return (entries, await FindTexts(incident.Id, posts, work));
    }

    /// <returns>Notes and other texts by the run that wrote them, without those that were undone.</returns>
    private static async Task<IReadOnlyDictionary<string, string>> FindTexts(string incidentId, IReadOnlyList<IncidentPost> posts, UnitOfWork work) =>
        (await ListOwnTexts(incidentId, work))
            .Select(row => (row.RunId, row.Text))
            .Concat(posts.Where(post => post.Text is not null).Select(post => (post.RunId, Text: post.Text!))) // not null: selected before
            .GroupBy(row => row.RunId, StringComparer.Ordinal)
            .ToDictionary(run => run.Key, run => string.Join("\n\n", run.Select(row => row.Text)), StringComparer.Ordinal);

    private static Task<IReadOnlyList<TextRow>> ListOwnTexts(string incidentId, UnitOfWork work) =>
        work.List<TextRow>(
            """
            select x.opened_by as run_id, x.text
              from (select s.opened_by, s.closed_by, s.note as text from incidents.statuses s where s.tenant_id = 'tnt_platform' and s.incident_id = @incidentId
                    union all
                    select n.opened_by, n.closed_by, n.note from incidents.notes n where n.tenant_id = 'tnt_platform' and n.incident_id = @incidentId
                    union all
                    select i.opened_by, i.closed_by, i.severity_reason from incidents.incidents i where i.tenant_id = 'tnt_platform' and i.incident_id = @incidentId
                    union all
                    select t.opened_by, t.closed_by, t.description from incidents.action_items t where t.tenant_id = 'tnt_platform' and t.incident_id = @incidentId
                    union all
                    select c.opened_by, c.closed_by, c.root_cause from incidents.root_causes c where c.tenant_id = 'tnt_platform' and c.incident_id = @incidentId) x
             where x.text is not null
               and not exists (select from core.runs u where u.run_id = x.closed_by and u.undo_of is not null)
            """,
            new { incidentId }
        );

    private sealed record TextRow(string RunId, string Text);
}
