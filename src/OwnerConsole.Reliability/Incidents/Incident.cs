using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.Incidents;

namespace OwnerConsole.Reliability.Incidents;

/// <summary>An incident as it is stored.</summary>
/// <param name="Mode">Always live, because incidents are those of the platform. They affect tenants of the shown mode.</param>
/// <param name="Query">Filters of the list of tenants.</param>
/// <param name="Tenants">IDs of affected tenants; empty for all that match the filters.</param>
/// <param name="DeclaredBy">Run that declared it.</param>
/// <param name="UpdatedAt">When it was declared, its status last changed, its last note was written, or its severity was last raised.</param>
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
        Links = new("incidents.alerts", "incident_id || ' ' || alert_id") { BelongToPlatform = true },
        Notes = new("incidents.notes", "incident_id") { BelongToPlatform = true },
        RootCauses = new("incidents.root_causes", "incident_id") { BelongToPlatform = true, Conflict = SameIncident };

    private const string Columns = """
        select i.incident_id as id, i.title, i.severity, i.mode, i.query, i.tenants, i.started_at, i.detected_at, f.opened_at as declared_at, f.opened_by as declared_by,
               s.status, r.commander, r.communications, r.operations, r.scribe,
               greatest(f.opened_at, s.opened_at,
                        (select max(n.opened_at) from incidents.notes n
                          where n.tenant_id = i.tenant_id and n.incident_id = i.incident_id and n.closed_by is null),
                        (select max(v.opened_at) from incidents.incidents v
                           join incidents.incidents p on p.tenant_id = v.tenant_id and p.incident_id = v.incident_id and p.closed_by = v.opened_by
                          where v.tenant_id = i.tenant_id and v.incident_id = i.incident_id and v.severity < p.severity)) as updated_at
          from incidents.incidents i
          join incidents.statuses s on s.tenant_id = i.tenant_id and s.incident_id = i.incident_id and s.closed_by is null
          join incidents.roles r on r.tenant_id = i.tenant_id and r.incident_id = i.incident_id and r.closed_by is null
          join lateral (select d.opened_at, d.opened_by from incidents.incidents d
                         where d.tenant_id = i.tenant_id and d.incident_id = i.incident_id order by d.opened_at limit 1) f on true
         where i.tenant_id = 'tnt_platform' and i.closed_by is null
        """;

    /// <returns>The subject of <see cref="Links"/>, which are the same rows as <see cref="Alerts"/>.</returns>
    internal static string LinkOf(string incidentId, string alertId) => $"{incidentId} {alertId}";

    /// <summary>The affected tenants.</summary>
    public TenantTargets Targets => TenantTargets.Of(Query, Tenants);

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

    /// <returns>A page, newest first.</returns>
    public static async Task<OwnerConsole.Data.Page<Incident>> List(IncidentFilter filter, UnitOfWork work)
    {
        var (at, id) = filter.Cursor is null ? default : Cursor.ReadInstant(filter.Cursor);
        var conditions = Conditions.And(
            (filter.IsClosed is not null, "(s.status = 'closed') = @IsClosed"),
            (filter.Severity is not null, "i.severity = @Severity"),
            (filter.Text is not null, "(i.incident_id = @Text or strpos(lower(i.title), lower(@Text)) > 0)"),
            (filter.Cursor is not null, "(i.started_at, i.incident_id) < (@at, @id)")
        );
        var rows = await work.List<Incident>(
            $"{Columns} {conditions} order by i.started_at desc, i.incident_id desc limit @most",
            new
            {
                filter.IsClosed,
                filter.Severity,
                filter.Text,
                at,
                id,
                most = filter.Limit + 1,
            }
        );
        return Paging.ToPage(rows, filter.Limit, last => Cursor.Of(last.StartedAt, last.Id));
    }
}

/// <summary>Which incidents a list contains.</summary>
/// <param name="IsClosed">Whether they are closed; null for all.</param>
/// <param name="Text">Part of the title, or a complete ID; null for all.</param>
/// <param name="Severity">Null for all.</param>
/// <param name="Cursor">Cursor of the previous page.</param>
internal sealed record IncidentFilter(bool? IsClosed, string? Text, IncidentSeverity? Severity, string? Cursor, int Limit);
