using OwnerConsole.Data;
using OwnerConsole.Pure.Objectives;

namespace OwnerConsole.Reliability.Objectives;

/// <summary>A service level objective: a target for the share of good events in a period.</summary>
/// <param name="Kind">What it measures.</param>
/// <param name="ProbeId">Probe whose checks count; null for other kinds.</param>
/// <param name="Service">Service whose requests count; null for other kinds.</param>
/// <param name="Route">Route whose requests count; null for all.</param>
/// <param name="ThresholdMs">Milliseconds in which a request must end; null for other kinds.</param>
/// <param name="Target">Percent of the events that must be good.</param>
/// <param name="Period">Period in which the target must be met.</param>
/// <param name="MinEvents">Fewer events in the long window of an alert cause none.</param>
/// <param name="ExcludesMaintenance">Whether events during announced maintenance don't count.</param>
/// <param name="Indicator">Hash of what it measures.</param>
/// <param name="ChangedAt">When it was added or last changed.</param>
internal sealed record Slo(
    string Id,
    SloKind Kind,
    string Name,
    string? ProbeId,
    string? Service,
    string? Route,
    int? ThresholdMs,
    decimal Target,
    ObjectivePeriod Period,
    long MinEvents,
    bool ExcludesMaintenance,
    string Indicator,
    DateTimeOffset ChangedAt
)
{
    internal const string Prefix = "slo",
        EntityKind = "slo";

    internal static readonly StateRows Versions = new("objectives.slos", "slo_id")
    {
        BelongToPlatform = true,
        Conflict = "other.tenant_id = this.tenant_id and other.slo_id = this.slo_id",
    };

    private const string Columns = """
        select s.slo_id as id, s.kind, s.name, s.probe_id, s.service, s.route, s.threshold_ms, s.target, s.period, s.min_events, s.excludes_maintenance,
               s.indicator, s.opened_at as changed_at
          from objectives.slos s
         where s.tenant_id = 'tnt_platform' and s.closed_by is null
        """;

    /// <returns>All SLOs by name; there are at most 100.</returns>
    public static Task<IReadOnlyList<Slo>> List(UnitOfWork work) => work.List<Slo>($"{Columns} order by lower(s.name), s.slo_id");

    /// <returns>The SLOs that are not removed.</returns>
    public static Task<IReadOnlyList<Slo>> List(IReadOnlyCollection<string> ids, UnitOfWork work) =>
        work.List<Slo>($"{Columns} and s.slo_id = any(@ids) order by s.slo_id", new { ids = ids.ToArray() });
}
