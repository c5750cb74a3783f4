using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.Incidents;

namespace OwnerConsole.Reliability.Incidents;

/// <summary>An incident as it is stored.</summary>
/// <param name="Mode">Mode of the affected tenants.</param>
/// <param name="Query">Filters of the list of tenants.</param>
/// <param name="Tenants">IDs of affected tenants; empty for all that match the filters.</param>
/// <param name="DeclaredBy">Run that declared it.</param>
/// <param name="UpdatedAt">When it was declared, its status last changed, or its last note was written.</param>
internal sealed record Incident(
    string Id,
    string Title,
    IncidentSeverity Severity,
    Mode Mode,
    JsonElement Query,
    IReadOnlyList<string> Tenants,
    DateTimeOffset StartedAt,
    DateTimeOffset DetectedAt,
    DateTimeOffset DeclaredAt,
    string DeclaredBy,
    IncidentStatus Status,
    string? Commander,
    string? Communications,
    string? Operations,
    string? Scribe,
    DateTimeOffset UpdatedAt
)
{
    internal const string Prefix = "inc",
        EntityKind = "incident";

    private const string SameIncident = "other.tenant_id = this.tenant_id and other.incident_id = this.incident_id";

    internal static readonly StateRows Versions = new("incidents.incidents", "incident_id") { BelongToPlatform = true, Conflict = SameIncident },
        Statuses = new("incidents.statuses", "incident_id") { BelongToPlatform = true, Conflict = SameIncident },
        Roles = new("incidents.roles", "incident_id") { BelongToPlatform = true, Conflict = SameIncident },
        Alerts = new("incidents.alerts", "incident_id") { BelongToPlatform = true, Conflict = $"{SameIncident} and other.alert_id = this.alert_id" },
        Notes = new("incidents.notes", "incident_id") { BelongToPlatform = true },
        RootCauses = new("incidents.root_causes", "incident_id") { BelongToPlatform = true, Conflict = SameIncident };

    private const string Columns = """
        select i.incident_id as id, i.title, i.severity, i.mode, i.query, i.tenants, i.started_at, i.detected_at, f.opened_at as declared_at, f.opened_by as declared_by,
               s.status, r.commander, r.communications, r.operations, r.scribe,
               greatest(f.opened_at, s.opened_at,
                        (select max(n.opened_at) from incidents.notes n
                          where n.tenant_id = i.tenant_id and n.incident_id = i.incident_id and n.closed_by is null)) as updated_at
          from incidents.incidents i
          join incidents.statuses s on s.tenant_id = i.tenant_id and s.incident_id = i.incident_id and s.closed_by is null
          join incidents.roles r on r.tenant_id = i.tenant_id and r.incident_id = i.incident_id and r.closed_by is null
          join lateral (select d.opened_at, d.opened_by from incidents.incidents d
                         where d.tenant_id = i.tenant_id and d.incident_id = i.incident_id order by d.opened_at limit 1) f on true
         where i.tenant_id = 'tnt_platform' and i.closed_by is null
        """;

    /// <summary>The affected tenants.</summary>
    public TenantTargets Targets =>
        new(Query.EnumerateObject().ToDictionary(filter => filter.Name, filter => filter.Value.GetString() ?? "", StringComparer.Ordinal), Tenants);

    /// <summary>When the next update is due; null if none is needed.</summary>
    public DateTimeOffset? UpdateDueAt => UpdateClock.DueAt(Severity, Status, UpdatedAt);

    /// <returns>The incidents that exist.</returns>
    public static Task<IReadOnlyList<Incident>> List(IReadOnlyCollection<string> ids, UnitOfWork work) =>
        work.List<Incident>($"{Columns} and i.incident_id = any(@ids) order by i.incident_id", new { ids = ids.ToArray() });

    /// <returns>Incidents that are not closed: ongoing ones first, the most severe first.</returns>
    public static Task<IReadOnlyList<Incident>> ListOpen(int limit, UnitOfWork work) =>
        work.List<Incident>(
            $"{Columns} and s.status <> 'closed' order by s.status = 'resolved', i.severity, i.started_at desc, i.incident_id desc limit @limit",
            new { limit }
        );

    /// <returns>Incidents that started since a time.</returns>
    public static Task<IReadOnlyList<Incident>> ListSince(DateTimeOffset from, UnitOfWork work) =>
        work.List<Incident>($"{Columns} and i.started_at >= @from order by i.started_at desc", new { from });

    /// <param name="isClosed">Whether they are closed; null for all.</param>
    /// <param name="cursor">Cursor of the previous page.</param>
    /// <returns>A page, newest first.</returns>
    public static async Task<OwnerConsole.Data.Page<Incident>> List(bool? isClosed, string? cursor, int limit, UnitOfWork work)
    {
        var (at, id) = cursor is null ? default : Cursor.ReadInstant(cursor);
        var rows = await work.List<Incident>(
            $"""
            {Columns} {(isClosed is null ? "" : "and (s.status = 'closed') = @isClosed")}
               {(cursor is null ? "" : "and (i.started_at, i.incident_id) < (@at, @id)")}
             order by i.started_at desc, i.incident_id desc
             limit @most
            """,
            new
            {
                isClosed,
                at,
                id,
                most = limit + 1,
            }
        );
        return Paging.ToPage(rows, limit, last => Cursor.Of(last.StartedAt, last.Id));
    }
}
