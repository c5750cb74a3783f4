using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.Dependencies;
using OwnerConsole.Pure.Incidents;

namespace OwnerConsole.Reliability.Incidents;

/// <summary>An incident, or the platform for a new one, as the subject of an operation.</summary>
public sealed record IncidentFacts(string Id, long Revision) : ISubject
{
    public string TenantId => IdGenerator.Platform;

    /// <summary>Id of what the operation creates.</summary>
    public string NewId { get; init; } = "";

    /// <summary>Time of the decision.</summary>
    public DateTimeOffset Now { get; init; }

    /// <summary>When it ended; null before, and where an operation doesn't need it.</summary>
    public DateTimeOffset? ResolvedAt { get; init; }

    /// <summary>Number of affected tenants after the change.</summary>
    public long Tenants { get; init; }

    /// <summary>Number of affected tenants before the change; null if the selection stays.</summary>
    public long? TenantsBefore { get; init; }

    /// <summary>Number of their members.</summary>
    public long Members { get; init; }

    /// <summary>What the tenants of the failed service are based on; null without a service, and for operations that don't need it.</summary>
    public UsageBasis? Basis { get; init; }

    /// <summary>Severity that the affected share suggests; null without selected tenants, and for operations that don't suggest one.</summary>
    internal SeveritySuggestion? Suggestion { get; init; }

    /// <summary>Ids of team members who can have a role or an action item.</summary>
    public IReadOnlyList<string> Team { get; init; } = [];

    /// <summary>Ids of the linked alerts that are firing.</summary>
    public IReadOnlyList<string> Firing { get; init; } = [];

    /// <summary>Why the input can't be used; null if it can.</summary>
    public Refusal? Problem { get; init; }

    /// <summary>Null for a new one, and for one whose declaration was undone.</summary>
    internal Incident? Incident { get; init; }

    /// <summary>The incident after the change; null if the operation doesn't change it.</summary>
    internal IncidentVersion? Version { get; init; }

    /// <summary>Roles after the change.</summary>
    internal IncidentPeople? People { get; init; }

    /// <summary>Ids of the linked alerts.</summary>
    internal IReadOnlyList<string> Alerts { get; init; } = [];

    /// <summary>Its action items.</summary>
    internal IReadOnlyList<IncidentActionItem> Items { get; init; } = [];

    /// <summary>Its findings; null before.</summary>
    internal RootCause? RootCause { get; init; }

    public static async Task<IReadOnlyList<IncidentFacts>> Load(IReadOnlyList<string> ids, UnitOfWork work)
    {
        // One row of each incident is locked, so that all of its operations wait for each other.
        await work.List<string>(
            $"select i.opened_by from incidents.incidents i where i.tenant_id = 'tnt_platform' and i.incident_id = any(@ids) and i.closed_by is null {work.ForUpdate("i")}",
            new { ids = ids.ToArray() }
        );
        var known = await work.List<RevisionRow>(
            """
            select k.incident_id, sum(1 + k.closed)::bigint as revision
              from (select v.incident_id, (v.closed_by is not null)::int as closed from incidents.incidents v where v.tenant_id = 'tnt_platform' and v.incident_id = any(@ids)
                    union all
                    select s.incident_id, (s.closed_by is not null)::int from incidents.statuses s where s.tenant_id = 'tnt_platform' and s.incident_id = any(@ids)
                    union all
                    select r.incident_id, (r.closed_by is not null)::int from incidents.roles r where r.tenant_id = 'tnt_platform' and r.incident_id = any(@ids)
                    union all
                    select a.incident_id, (a.closed_by is not null)::int from incidents.alerts a where a.tenant_id = 'tnt_platform' and a.incident_id = any(@ids)
                    union all
                    select n.incident_id, (n.closed_by is not null)::int from incidents.notes n where n.tenant_id = 'tnt_platform' and n.incident_id = any(@ids)
                    union all
                    select t.incident_id, (t.closed_by is not null)::int from incidents.action_items t where t.tenant_id = 'tnt_platform' and t.incident_id = any(@ids)
                    union all
                    select c.incident_id, (c.closed_by is not null)::int from incidents.root_causes c where c.tenant_id = 'tnt_platform' and c.incident_id = any(@ids)) k
             group by k.incident_id
             order by k.incident_id
            """,
            new { ids = ids.ToArray() }
        );
        var incidents = (await Reliability.Incidents.Incident.List(ids, work)).ToDictionary(incident => incident.Id, StringComparer.Ordinal);
        var alerts = await IncidentRows.ListAlerts(ids, work);
        return
        [
            .. known.Select(row => new IncidentFacts(row.IncidentId, row.Revision)
            {
                Now = work.Now,
                Incident = incidents.GetValueOrDefault(row.IncidentId),
                Alerts = [.. alerts[row.IncidentId]],
            }),
        ];
    }

    /// <returns>Why nothing can be done with the incident; null if it exists and is not closed.</returns>
    internal static Refusal? FindClosed(IncidentFacts subject) =>
        subject.Incident is not { } incident ? FindRemoved(subject)
        : incident.Status is IncidentStatus.Closed ? new("incident_closed", $"{subject} is closed. Reopen it first.")
        : null;

    /// <returns>Why nothing can be done with the incident; null if it exists.</returns>
    internal static Refusal? FindRemoved(IncidentFacts subject) =>
        subject.Incident is null ? new("removed", $"The declaration of {subject} was undone.") : null;

    private sealed record RevisionRow(string IncidentId, long Revision);
}
