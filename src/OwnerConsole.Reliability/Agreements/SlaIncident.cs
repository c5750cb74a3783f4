using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.Incidents;

namespace OwnerConsole.Reliability.Agreements;

/// <summary>An incident whose affected tenants must be stored again.</summary>
/// <param name="Query">Filters of the list of tenants.</param>
/// <param name="Tenants">IDs of affected tenants; empty for all that match the filters.</param>
/// <param name="EndedAt">When it was resolved; null before, and while it is investigated again.</param>
/// <param name="Selection">Hash of the filters and the IDs.</param>
/// <param name="Signature">Of everything that counts for SLAs.</param>
/// <param name="AreTenantsKept">Whether the stored tenants stay: it was resolved when they were stored, and its selection is the same.</param>
internal sealed record SlaIncident(
    string Id,
    IncidentSeverity Severity,
    JsonElement Query,
    IReadOnlyList<string> Tenants,
    DateTimeOffset StartedAt,
    DateTimeOffset? EndedAt,
    string Selection,
    string Signature,
    bool AreTenantsKept
)
{
    /// <summary>Incidents that ended before can't affect a period that is not closed.</summary>
    private const int Days = 400;

    /// <summary>Signature of an incident in SQL. The title and the step from resolved to closed are no part of it.</summary>
    private const string SignatureOfIncident = "concat_ws(' ', c.severity, extract(epoch from c.started_at), extract(epoch from c.ended_at), c.selection)";

    /// <summary>Affected tenants as they are selected.</summary>
    public TenantTargets Targets => TenantTargets.Of(Query, Tenants);

    /// <returns>Incidents that are not resolved, because their selection can match other tenants by now, and those that were changed since they were stored.</returns>
    public static Task<IReadOnlyList<SlaIncident>> ListChanged(UnitOfWork reading) =>
        reading.List<SlaIncident>(
            $"""
            select c.id, c.severity, c.query, c.tenants, c.started_at, c.ended_at, c.selection, {SignatureOfIncident} as signature,
                   c.ended_at is not null and a.ended_at is not null and a.selection = c.selection as are_tenants_kept
              from (
                select i.incident_id as id, i.severity, i.query, i.tenants, i.started_at, md5(i.query::text || ' ' || i.tenants::text) as selection,
                       case when s.status in ('resolved', 'closed') then (
                         select min(r.reached_at) from incidents.statuses r
                          where r.tenant_id = i.tenant_id and r.incident_id = i.incident_id and r.status in ('resolved', 'closed') and {IsReached("r")}
                            and not exists (
                              select from incidents.statuses o
                               where o.tenant_id = r.tenant_id and o.incident_id = r.incident_id and o.status not in ('resolved', 'closed')
                                 and o.opened_at > r.opened_at and {IsReached("o")})) end as ended_at
                  from incidents.incidents i
                  join incidents.statuses s on s.tenant_id = i.tenant_id and s.incident_id = i.incident_id and s.closed_by is null
                 where i.tenant_id = 'tnt_platform' and i.closed_by is null and i.mode = 'live') c
              left join agreements.incidents a on a.tenant_id = 'tnt_platform' and a.incident_id = c.id
             where (c.ended_at is null or c.ended_at > now() - interval '{Days} days')
               and (c.ended_at is null or a.signature is distinct from {SignatureOfIncident})
             order by c.id
            """
        );

    /// <returns>IDs of stored incidents whose declaration was undone.</returns>
    public static Task<IReadOnlyList<string>> ListGone(UnitOfWork reading) =>
        reading.List<string>(
            """
            select a.incident_id from agreements.incidents a
             where a.tenant_id = 'tnt_platform'
               and not exists (select from incidents.incidents i where i.tenant_id = 'tnt_platform' and i.incident_id = a.incident_id and i.closed_by is null)
            """
        );

    /// <summary>A status that was undone was never reached: the run that closed it is not that of another status.</summary>
    private static string IsReached(string status) =>
        $"""
            ({status}.closed_by is null or exists (
              select from incidents.statuses n
               where n.tenant_id = {status}.tenant_id and n.incident_id = {status}.incident_id and n.opened_by = {status}.closed_by))
            """;
}
