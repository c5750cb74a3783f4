using OwnerConsole.Data;

namespace OwnerConsole.Reliability.StatusPages.Public;

/// <summary>An update on the status page of a notice that is about an incident of the team.</summary>
/// <param name="RunId">Run that has posted it.</param>
/// <param name="NoticeId">ID of the notice.</param>
/// <param name="Text">Its text; null if it was undone.</param>
public sealed record IncidentPost(string RunId, string NoticeId, string? Text)
{
    private const int MaxPosts = 1_000;

    /// <returns>Updates about the incident, at most 1,000, the most recent first. Also those that were undone, because the timeline shows that.</returns>
    public static Task<IReadOnlyList<IncidentPost>> List(string incidentId, UnitOfWork work) =>
        work.List<IncidentPost>(
            """
            select u.opened_by as run_id, u.notice_id, case when u.closed_by is null then u.body end as text
              from status_pages.notice_updates u
             where u.tenant_id = 'tnt_platform'
               and u.notice_id in (select n.notice_id from status_pages.notices n where n.tenant_id = 'tnt_platform' and n.incident_id = @incidentId)
             order by u.opened_at desc, u.update_id desc
             limit @most
            """,
            new { incidentId, most = MaxPosts }
        );
}
