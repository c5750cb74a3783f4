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
/// <param name="Threshold">In the unit of the metric or number; money in minor units. Null for other kinds.</param>
/// <param name="SloId">SLO whose error budget it watches; null for other kinds.</param>
/// <param name="BurnSpeed">How fast the budget must be spent until an alert fires; null for other kinds.</param>
/// <param name="MeasuredOver">Period of the number that is compared with earlier ones; null for other kinds.</param>
/// <param name="ComparedWith">What the number is compared with to find its change; null for other kinds.</param>
/// <param name="ChangeIn">Unit of the change; null for other kinds.</param>
/// <param name="Direction">Direction in which the number must differ; null for other kinds.</param>
/// <param name="MinBase">Smaller earlier numbers cause no alert; null for other kinds.</param>
/// <param name="Deviations">Number of deviations from the median that are usual; null for other kinds.</param>
/// <param name="HistoryWeeks">Number of weeks whose numbers are compared; null for other kinds.</param>
/// <param name="MinPoints">With fewer earlier numbers, there is no alert; null for other kinds.</param>
/// <param name="MinDifference">Smaller distances from the median cause no alert; null for other kinds.</param>
/// <param name="Rules">Rules that a composite rule watches; empty for other kinds.</param>
/// <param name="MatchRules">How many of these rules must fire; null for other kinds.</param>
/// <param name="MinRules">Number of these rules that must fire; null unless it is given.</param>
/// <param name="HealthNumber">Key of the number that it compares, such as cpu; null for other kinds.</param>
/// <param name="Service">Service whose number it compares; null for all services, and for other kinds.</param>
/// <param name="NumberScope">Whether it compares each replica or each service; null for other kinds.</param>
/// <param name="MissingData">What it does without data; null for other kinds.</param>
/// <param name="ForSeconds">How long the condition must be met until an alert fires.</param>
/// <param name="KeepFiringSeconds">How long an alert keeps firing after its condition has ended.</param>
/// <param name="Message">Text of its alerts, with variables.</param>
/// <param name="IsPaused">Whether it is not evaluated.</param>
/// <param name="HistoryPoints">Number of earlier numbers that an anomaly rule has found; null for other kinds, and until its metric was read.</param>
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
    MetricWindow? MeasuredOver,
    ChangeBase? ComparedWith,
    ChangeUnit? ChangeIn,
    ChangeDirection? Direction,
    decimal? MinBase,
    int? Deviations,
    int? HistoryWeeks,
    int? MinPoints,
    decimal? MinDifference,
    IReadOnlyList<string> Rules,
    CompositeMatch? MatchRules,
    int? MinRules,
    string? HealthNumber,
    string? Service,
    NumberScope? NumberScope,
    MissingData? MissingData,
    int ForSeconds,
    int KeepFiringSeconds,
    string Message,
    bool IsPaused,
    int? HistoryPoints,
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
               r.comparison, r.threshold, r.slo_id, r.burn_speed, r.measured_over, r.compared_with, r.change_in, r.direction, r.min_base, r.deviations, r.history_weeks,
               r.min_points, r.min_difference, r.rule_ids as rules, r.match_rules, r.min_rules, r.health_number, r.service, r.number_scope, r.missing_data,
               r.for_seconds, r.keep_firing_seconds, r.message,
               exists (select from alerts.pauses s where s.tenant_id = r.tenant_id and s.rule_id = r.rule_id and s.closed_by is null) as is_paused,
               (select v.points from alerts.readings v
                 where v.tenant_id = r.tenant_id and v.rule_id = r.rule_id and v.read_at > coalesce(r.measured_since, r.opened_at)) as history_points,
               r.opened_at as changed_at,
               greatest(coalesce(r.measured_since, r.opened_at), r.restored_at, (select max(s.closed_at) from alerts.pauses s where s.tenant_id = r.tenant_id and s.rule_id = r.rule_id)) as enabled_at
          from alerts.rules r
         where r.tenant_id = 'tnt_platform' and r.closed_by is null
        """;

    internal AlertTiming Timing => new(TimeSpan.FromSeconds(ForSeconds), TimeSpan.FromSeconds(KeepFiringSeconds));

    /// <summary>Whether too few earlier numbers are known to say what is usual.</summary>
    internal bool LacksHistory => HistoryPoints < MinPoints;

    /// <summary>Number of its rules that must fire.</summary>
    internal int NeededRules => (MatchRules ?? CompositeMatch.All).Needed(Rules.Count, MinRules ?? 1);

    internal TimeSpan Period => TimeSpan.FromSeconds(PeriodSeconds ?? 0);

    /// <returns>All rules by name.</returns>
    public static Task<IReadOnlyList<AlertRule>> List(UnitOfWork work) => work.List<AlertRule>($"{Columns} order by lower(r.name), r.rule_id");

    /// <returns>The rules that are not removed.</returns>
    internal static Task<IReadOnlyList<AlertRule>> List(IReadOnlyCollection<string> ids, UnitOfWork work) =>
        work.List<AlertRule>($"{Columns} and r.rule_id = any(@ids) order by r.rule_id", new { ids = ids.ToArray() });
}
