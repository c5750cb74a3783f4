using OwnerConsole.Data;
using OwnerConsole.Pure.Incidents;

namespace OwnerConsole.Reliability.Incidents;

/// <summary>Writes and reads rows of incidents.</summary>
internal static class IncidentRows
{
    /// <summary>Replaces the current version of an incident, or adds its first one.</summary>
    public static async Task Open(IncidentVersion version, UnitOfWork work)
    {
        await Incident.Versions.Close([version.Id], work);
        await work.Execute(
            """
            insert into incidents.incidents (tenant_id, incident_id, title, severity, severity_reason, mode, query, tenants, started_at, detected_at, opened_by, opened_at)
            values ('tnt_platform', @Id, @Title, @Severity, @SeverityReason, @Mode, @query, @tenants, @StartedAt, @DetectedAt, @run, clock_timestamp())
            """,
            new
            {
                version.Id,
                version.Title,
                version.Severity,
                version.SeverityReason,
                version.Mode,
                query = Json.Element(version.Targets.Query),
                tenants = version.Targets.Tenants.ToArray(),
                version.StartedAt,
                version.DetectedAt,
                run = work.RunId,
            }
        );
        await work.SetName(version.Id, Incident.EntityKind, version.Title);
    }

    /// <summary>Replaces the status of incidents.</summary>
    public static async Task Reach(IReadOnlyCollection<string> ids, IncidentStatus status, DateTimeOffset at, string? note, UnitOfWork work)
    {
        await Incident.Statuses.Close(ids, work);
        await work.Execute(
            """
            insert into incidents.statuses (tenant_id, incident_id, status, reached_at, note, opened_by, opened_at)
            select 'tnt_platform', id, @status, @at, @note, @run, clock_timestamp() from unnest(@ids) id
            """,
            new
            {
                ids = ids.ToArray(),
                status,
                at,
                note,
                run = work.RunId,
            }
        );
    }

    /// <summary>Replaces the people with roles.</summary>
    public static async Task Assign(string id, IncidentPeople people, UnitOfWork work)
    {
        await Incident.Roles.Close([id], work);
        await work.Execute(
            """
            insert into incidents.roles (tenant_id, incident_id, commander, communications, operations, scribe, opened_by, opened_at)
            values ('tnt_platform', @id, @Commander, @Communications, @Operations, @Scribe, @run, clock_timestamp())
            """,
            new
            {
                id,
                people.Commander,
                people.Communications,
                people.Operations,
                people.Scribe,
                run = work.RunId,
            }
        );
    }

    /// <summary>Links alerts to an incident.</summary>
    public static Task Link(string id, IReadOnlyList<string> alerts, UnitOfWork work) =>
        work.Execute(
            """
            insert into incidents.alerts (tenant_id, incident_id, alert_id, opened_by, opened_at)
            select 'tnt_platform', @id, alert, @run, clock_timestamp() from unnest(@alerts) alert
            """,
            new
            {
                id,
                alerts = alerts.ToArray(),
                run = work.RunId,
            }
        );

    /// <returns>IDs of the linked alerts by incident.</returns>
    public static async Task<ILookup<string, string>> ListAlerts(IReadOnlyCollection<string> ids, UnitOfWork work) =>
        (
            await work.List<AlertLink>(
                """
                select a.incident_id, a.alert_id from incidents.alerts a
                 where a.tenant_id = 'tnt_platform' and a.incident_id = any(@ids) and a.closed_by is null
                 order by a.opened_at, a.alert_id
                """,
                new { ids = ids.ToArray() }
            )
        ).ToLookup(link => link.IncidentId, link => link.AlertId, StringComparer.Ordinal);

    /// <returns>The statuses that were reached and not undone by incident, the earliest first.</returns>
    public static async Task<ILookup<string, IncidentStep>> ListSteps(IReadOnlyCollection<string> ids, UnitOfWork work) =>
        (
            await work.List<StepRow>(
                """
                select s.incident_id, s.status, s.reached_at from incidents.statuses s
                 where s.tenant_id = 'tnt_platform' and s.incident_id = any(@ids)
                   and (s.closed_by is null or exists (select from incidents.statuses n
                                                        where n.tenant_id = s.tenant_id and n.incident_id = s.incident_id and n.opened_by = s.closed_by))
                 order by s.opened_at
                """,
                new { ids = ids.ToArray() }
            )
        ).ToLookup(row => row.IncidentId, row => new IncidentStep(row.Status, row.ReachedAt), StringComparer.Ordinal);

    private sealed record AlertLink(string IncidentId, string AlertId);

    private sealed record StepRow(string IncidentId, IncidentStatus Status, DateTimeOffset ReachedAt);
}
