using System.Text.Json.Serialization;
using OwnerConsole.Data;
using OwnerConsole.Pure.Alerts;
using OwnerConsole.Pure.Objectives;

namespace OwnerConsole.Reliability.Alerts;

/// <summary>A condition that causes alerts.</summary>
/// <param name="Kind">What it watches.</param>
/// <param name="Severity">How urgent its alerts are.</param>
/// <param name="ProbeId">Probe that it watches; null for all, and for other kinds.</param>
/// <param name="IncludesDegraded">Whether a degraded probe causes an alert too.</param>
/// <param name="Codes">Codes of log entries, or types of their events; empty for other kinds.</param>
/// <param name="MinEvents">Number of log entries within the period that cause an alert.</param>
/// <param name="PeriodSeconds">Period in which log entries are counted or missed; null for other kinds.</param>
/// <param name="Metric">Id of the metric; null for other kinds.</param>
/// <param name="MetricRange">Period of the number; null for other kinds.</param>
/// <param name="Comparison">Whether the number must be above or below the threshold; null for other kinds.</param>
/// <param name="Threshold">In the unit of the metric; money in minor units. Null for other kinds.</param>
/// <param name="SloId">SLO whose error budget it watches; null for other kinds.</param>
/// <param name="BurnSpeed">How fast the budget must be spent until an alert fires; null for other kinds.</param>
/// <param name="ForSeconds">How long the condition must be met until an alert fires.</param>
/// <param name="KeepFiringSeconds">How long an alert keeps firing after its condition has ended.</param>
/// <param name="Message">Text of its alerts, with variables.</param>
/// <param name="IsPaused">Whether it is not evaluated.</param>
/// <param name="EnabledAt">Since when it is evaluated and measures the same: when it was added, resumed, restored or last changed in what it measures.</param>
public sealed record AlertRule(
    string Id,
    AlertRuleKind Kind,
    string Name,
    AlertSeverity Severity,
    string? ProbeId,
    bool IncludesDegraded,
    IReadOnlyList<string> Codes,
    int MinEvents,
    int? PeriodSeconds,
    string? Metric,
    AlertMetricRange? MetricRange,
    ThresholdComparison? Comparison,
    decimal? Threshold,
    string? SloId,
    BurnSpeed? BurnSpeed,
    int ForSeconds,
    int KeepFiringSeconds,
    string Message,
    bool IsPaused,
    DateTimeOffset ChangedAt,
    [property: JsonIgnore] DateTimeOffset EnabledAt
)
{
    internal const string Prefix = "alr",
        EntityKind = "alert_rule";

    internal static readonly StateRows Versions =
            new("alerts.rules", "rule_id")
            {
                BelongToPlatform = true,
                AlsoReset = "restored_at = clock_timestamp()",
                Conflict = "other.tenant_id = this.tenant_id and other.rule_id = this.rule_id",
            },
        Pauses =
            new("alerts.pauses", "rule_id")
            {
                BelongToPlatform = true,
                HaveClosedAt = true,
                Conflict = "other.tenant_id = this.tenant_id and other.rule_id = this.rule_id",
            };

    private const string Columns = """
        select r.rule_id as id, r.kind, r.name, r.severity, r.probe_id, r.includes_degraded, r.codes, r.min_events, r.period_seconds, r.metric, r.metric_range,
               r.comparison, r.threshold, r.slo_id, r.burn_speed, r.for_seconds, r.keep_firing_seconds, r.message,
               exists (select from alerts.pauses s where s.tenant_id = r.tenant_id and s.rule_id = r.rule_id and s.closed_by is null) as is_paused,
               r.opened_at as changed_at,
               greatest(coalesce(r.measured_since, r.opened_at), r.restored_at, (select max(s.closed_at) from alerts.pauses s where s.tenant_id = r.tenant_id and s.rule_id = r.rule_id)) as enabled_at
          from alerts.rules r
         where r.tenant_id = 'tnt_platform' and r.closed_by is null
        """;

    internal AlertTiming Timing => new(TimeSpan.FromSeconds(ForSeconds), TimeSpan.FromSeconds(KeepFiringSeconds));

    internal TimeSpan Period => TimeSpan.FromSeconds(PeriodSeconds ?? 0);

    /// <returns>All rules by name.</returns>
    public static Task<IReadOnlyList<AlertRule>> List(UnitOfWork work) => work.List<AlertRule>($"{Columns} order by lower(r.name), r.rule_id");

    /// <returns>The rules that are not removed.</returns>
    internal static Task<IReadOnlyList<AlertRule>> List(IReadOnlyCollection<string> ids, UnitOfWork work) =>
        work.List<AlertRule>($"{Columns} and r.rule_id = any(@ids) order by r.rule_id", new { ids = ids.ToArray() });
}
