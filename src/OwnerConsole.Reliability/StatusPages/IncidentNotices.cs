using OwnerConsole.Data;
using OwnerConsole.Reliability.Incidents.Public;

namespace OwnerConsole.Reliability.StatusPages;

/// <summary>Updates on the status page of notices that are about an incident of the team.</summary>
public sealed class IncidentNotices : IIncidentPosts
{
    private const int MaxPosts = 1_000;

    public Task<IReadOnlyList<IncidentPost>> List(string incidentId, UnitOfWork work) =>
        work.List<IncidentPost>(
            """
            select u.opened_by as run_id, u.notice_id as subject_id, case when u.closed_by is null then u.body end as text
              from status_pages.notice_updates u
             where u.tenant_id = 'tnt_platform'
               and u.notice_id in (select n.notice_id from status_pages.notices n where n.tenant_id = 'tnt_platform' and n.incident_id = @incidentId)
             order by u.opened_at desc, u.update_id desc
             limit @most
            """,
            new { incidentId, most = MaxPosts }
        );
}
