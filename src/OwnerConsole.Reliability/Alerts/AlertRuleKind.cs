using System.ComponentModel;

namespace OwnerConsole.Reliability.Alerts;

/// <summary>What a rule watches.</summary>
public enum AlertRuleKind
{
    /// <summary>A probe is down, or degraded.</summary>
    [Description("Probe")]
    Probe,

    /// <summary>Log entries with a code, optionally several within a period.</summary>
    [Description("Log event")]
    LogEvent,

    /// <summary>A metric is above or below a threshold.</summary>
    [Description("Metric")]
    Metric,

    /// <summary>No log entry with a code for some time.</summary>
    [Description("Missing log event")]
    Absence,

    /// <summary>The error budget of an SLO is spent too fast.</summary>
    [Description("SLO burn rate")]
    SloBurn,

    /// <summary>A metric has changed much within a short time.</summary>
    [Description("Metric change")]
    Change,

    /// <summary>A metric is far from its usual value at this time of the week.</summary>
    [Description("Metric anomaly")]
    Anomaly,

    /// <summary>Several other rules are firing.</summary>
    [Description("Composite")]
    Composite,

    /// <summary>A number of services or of the platform, such as CPU use, is above or below a threshold.</summary>
    [Description("Health number")]
    HealthNumber,
}

/// <summary>Properties of kinds of rules.</summary>
internal static class AlertRuleKinds
{
    private static readonly string[] s_common = ["name", "severity"],
        s_delays = ["for_seconds", "keep_firing_seconds", "message"];

    public static string Title(this AlertRuleKind kind) =>
        kind switch
        {
            AlertRuleKind.Probe => "Probe",
            AlertRuleKind.LogEvent => "Log event",
            AlertRuleKind.Metric => "Metric",
            AlertRuleKind.SloBurn => "SLO burn rate",
            AlertRuleKind.Change => "Metric change",
            AlertRuleKind.Anomaly => "Metric anomaly",
            AlertRuleKind.Composite => "Composite",
            AlertRuleKind.HealthNumber => "Health number",
            _ => "Missing log event",
        };

    /// <summary>Whether it counts log entries.</summary>
    public static bool CountsEvents(this AlertRuleKind kind) => kind is AlertRuleKind.LogEvent or AlertRuleKind.Absence;

    /// <summary>Whether it compares a metric with its own earlier values.</summary>
    public static bool ComparesWithPast(this AlertRuleKind kind) => kind is AlertRuleKind.Change or AlertRuleKind.Anomaly;

    /// <summary>Names of the fields that a kind of rule uses.</summary>
    public static IReadOnlyList<string> Fields(this AlertRuleKind kind) =>
        [
            .. s_common,
            .. kind switch
            {
                AlertRuleKind.Probe => (string[])["probe_id", "includes_degraded"],
                AlertRuleKind.LogEvent => ["codes", "min_events", "period_seconds"],
                AlertRuleKind.Absence => ["codes", "period_seconds"],
                AlertRuleKind.SloBurn => ["slo_id", "burn_speed"],
                AlertRuleKind.Change => ["metric", "measured_over", "compared_with", "change_in", "direction", "threshold", "min_base"],
                AlertRuleKind.Anomaly => ["metric", "measured_over", "direction", "deviations", "history_weeks", "min_points", "min_difference"],
                AlertRuleKind.Composite => ["rules", "match_rules", "min_rules"],
                AlertRuleKind.HealthNumber => ["health_number", "service", "number_scope", "comparison", "threshold", "missing_data"],
                _ => ["metric", "metric_range", "comparison", "threshold"],
            },
            .. s_delays,
        ];

    /// <summary>Variables of the message, without surrounding braces.</summary>
    public static IReadOnlyList<string> Variables(this AlertRuleKind kind) =>
        [
            "name",
            "severity",
            .. kind switch
            {
                AlertRuleKind.Probe => (string[])["probe", "state", "problem"],
                AlertRuleKind.LogEvent => ["code", "count", "minutes"],
                AlertRuleKind.Absence => ["code", "minutes"],
                AlertRuleKind.SloBurn => ["slo", "burn", "threshold"],
                AlertRuleKind.Change => ["metric", "value", "earlier", "change", "threshold"],
                AlertRuleKind.Anomaly => ["metric", "value", "usual", "lower", "upper"],
                AlertRuleKind.Composite => ["rules", "count", "needed"],
                AlertRuleKind.HealthNumber => ["number", "target", "service", "replica", "value", "unit", "threshold"],
                _ => ["metric", "value", "threshold"],
            },
        ];

    public static string DefaultMessage(this AlertRuleKind kind) =>
        kind switch
        {
            AlertRuleKind.Probe => "{{probe}} is {{state}}. {{problem}}",
            AlertRuleKind.LogEvent => "At least {{count}} log events ({{code}}) within {{minutes}} minutes.",
            AlertRuleKind.Absence => "No log event ({{code}}) within {{minutes}} minutes.",
            AlertRuleKind.Change => "{{metric}} has changed by {{change}}, from {{earlier}} to {{value}}. The threshold is {{threshold}}.",
            AlertRuleKind.Anomaly => "{{metric}} is {{value}}. At this time of the week, it is usually {{usual}} ({{lower}} to {{upper}}).",
            AlertRuleKind.Composite => "{{count}} of the rules are firing, at least {{needed}} are needed: {{rules}}.",
            AlertRuleKind.HealthNumber => "{{number}} of {{target}} is {{value}}. The threshold is {{threshold}}.",
            AlertRuleKind.SloBurn => "{{slo}} spends its error budget at {{burn}} times the sustainable rate. The threshold is {{threshold}}.",
            _ => "{{metric}} is {{value}}. The threshold is {{threshold}}.",
        };
}
