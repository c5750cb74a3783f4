using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.Agreements;
using OwnerConsole.Pure.Incidents;
using OwnerConsole.Pure.Periods;
using OwnerConsole.Pure.Tickets;

namespace OwnerConsole.Reliability.Agreements;

/// <summary>A service level agreement: a target that is promised to tenants for a calendar period.</summary>
/// <param name="Kind">What it measures.</param>
/// <param name="SloId">SLO whose events count; null for other kinds.</param>
/// <param name="MinSeverity">Less severe incidents don't count; null for kinds without incidents.</param>
/// <param name="Priority">Only tickets with this priority count; null for all, and for kinds without tickets.</param>
/// <param name="WithinMinutes">Minutes in which an incident must be resolved, or a ticket answered or resolved; null for other kinds.</param>
/// <param name="BusinessHours">Hours in which these minutes pass; null if they always pass.</param>
/// <param name="Target">Percent that must be good.</param>
/// <param name="Period">Calendar period in which the target must be met.</param>
/// <param name="MinEvents">With fewer events there is no result.</param>
/// <param name="Query">Filters of the list of tenants.</param>
/// <param name="Tenants">IDs of tenants; empty for all that match the filters.</param>
/// <param name="Credits">Steps of the credits, one per line; empty for none.</param>
/// <param name="MaxCredit">Highest credit in percent of the monthly price.</param>
/// <param name="Indicator">Hash of what its SLO measures; null for other kinds, and if the SLO was removed.</param>
internal sealed record Sla(
    string Id,
    SlaKind Kind,
    string Name,
    string? SloId,
    IncidentSeverity? MinSeverity,
    TicketPriority? Priority,
    int? WithinMinutes,
    BusinessHours? BusinessHours,
    decimal Target,
    SlaPeriod Period,
    long MinEvents,
    JsonElement Query,
    IReadOnlyList<string> Tenants,
    string Credits,
    decimal MaxCredit,
    string? Indicator,
    DateTimeOffset ChangedAt
)
{
    internal const string Prefix = "sla",
        EntityKind = "sla";

    internal static readonly StateRows Versions = new("agreements.slas", "sla_id")
    {
        BelongToPlatform = true,
        Conflict = "other.tenant_id = this.tenant_id and other.sla_id = this.sla_id",
    };

    private const string Columns = """
        select a.sla_id as id, a.kind, a.name, a.slo_id, a.min_severity, a.priority, a.within_minutes, a.business_hours, a.target, a.period, a.min_events,
               a.query, a.tenants, a.credits, a.max_credit, s.indicator, a.opened_at as changed_at
          from agreements.slas a
          left join objectives.slos s on s.tenant_id = a.tenant_id and s.slo_id = a.slo_id and s.closed_by is null
         where a.tenant_id = 'tnt_platform' and a.closed_by is null
        """;

    /// <summary>The tenants to which it was promised.</summary>
    public TenantTargets Targets => TenantTargets.Of(Query, Tenants);

    /// <summary>Measures its business hours; null if all hours count.</summary>
    public BusinessCalendar? Calendar => BusinessHours is { } hours ? BusinessCalendar.Find(hours) : null;

    /// <summary>Time limit of its incidents or tickets; none for other kinds.</summary>
    public TimeSpan Limit => TimeSpan.FromMinutes(WithinMinutes ?? 0);

    /// <summary>The steps of its credits.</summary>
    public IReadOnlyList<CreditStep> Steps => CreditSteps.Read(Credits) ?? [];

    /// <returns>All SLAs by name; there are at most 100.</returns>
    public static Task<IReadOnlyList<Sla>> List(UnitOfWork work) => work.List<Sla>($"{Columns} order by lower(a.name), a.sla_id");

    /// <returns>The SLAs that are not removed.</returns>
    public static Task<IReadOnlyList<Sla>> List(IReadOnlyCollection<string> ids, UnitOfWork work) =>
        work.List<Sla>($"{Columns} and a.sla_id = any(@ids) order by a.sla_id", new { ids = ids.ToArray() });
}
