using OwnerConsole.Data;

namespace OwnerConsole.Reliability.Incidents.Public;

/// <summary>An incident that other modules can refer to.</summary>
public sealed record LinkableIncident(string Id, string Title)
{
    /// <returns>Incidents that are not closed, the most recent first.</returns>
    public static Task<IReadOnlyList<LinkableIncident>> List(int limit, UnitOfWork work) =>
        work.List<LinkableIncident>(
            """
            select i.incident_id as id, i.title
              from incidents.incidents i
              join incidents.statuses s on s.tenant_id = i.tenant_id and s.incident_id = i.incident_id and s.closed_by is null and s.status <> 'closed'
             where i.tenant_id = 'tnt_platform' and i.closed_by is null
             order by i.started_at desc, i.incident_id desc
             limit @limit
            """,
            new { limit }
        );

    /// <returns>Whether there is such an incident.</returns>
    public static Task<bool> Exists(string id, UnitOfWork work) =>
        work.One<bool>(
            "select exists (select from incidents.incidents where tenant_id = 'tnt_platform' and incident_id = @id and closed_by is null)",
            new { id }
        );
}
