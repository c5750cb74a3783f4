using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.Alerts;
using OwnerConsole.Pure.Objectives;

namespace OwnerConsole.Reliability.Alerts;

/// <summary>A rule as a person enters it. Which fields are used depends on its kind.</summary>
public sealed record AlertRuleInput(
    [Description("What the rule watches.")] AlertRuleKind Kind,
    [StringLength(AlertRuleCheck.MaxName)] [Description("Name that the team sees, such as Website down.")] string Name,
    [Description("How urgent its alerts are. Routes send each severity to its destinations.")] AlertSeverity Severity = AlertSeverity.High,
    [FormField("Probe", Group = AlertRuleGroups.Condition)]
    [OptionsFrom(AlertProbeSource.Key)]
    [Description("Probe to watch. Leave blank for all probes.")]
        string? ProbeId = null,
    [FormField("Include degraded probes", Group = AlertRuleGroups.Condition)]
    [Description("Alert when a probe is degraded too, such as a certificate that expires soon.")]
        bool IncludesDegraded = false,
    [FormField("Log codes", Group = AlertRuleGroups.Condition)]
    [Description("Codes of log entries or types of events, such as probe_down or tenant.suspended. One per line.")]
        IReadOnlyList<string>? Codes = null,
    [FormField("Minimum log entries", Group = AlertRuleGroups.Condition, Default = "1")]
    [Description("Number of log entries within the period that cause an alert, at most 1000. Default: 1.")]
        int? MinEvents = null,
    [FormField("Period (seconds)", Group = AlertRuleGroups.Condition, Default = "300")]
    [Description("Period in which log entries are counted or missed, 10 seconds to 31 days. Default: 300, which is 5 minutes.")]
        int? PeriodSeconds = null,
    [FormField("Metric", Group = AlertRuleGroups.Condition)] [OptionsFrom(AlertMetricSource.Key)] [Description("Metric to compare.")] string? Metric = null,
    [FormField("Period", Group = AlertRuleGroups.Condition, Default = "today")]
    [Description(
        "Period of the number. Metrics without history need today. Activity below a threshold is compared for complete days, such as yesterday. Default: today."
    )]
        AlertMetricRange? MetricRange = null,
    [FormField("Alert if", Group = AlertRuleGroups.Condition, Default = "above")]
    [Description("Alert when the number is above or below the threshold. Default: above.")]
        ThresholdComparison? Comparison = null,
    [StringLength(30)]
    [FormField("Threshold", Group = AlertRuleGroups.Condition)]
    [Description("Threshold in the unit of the metric or number, such as 100 or 0.05, or in percent. Money is in minor units, such as cents.")]
        string? Threshold = null,
    [FormField("SLO", Group = AlertRuleGroups.Condition)]
    [OptionsFrom(AlertSloSource.Key)]
    [Description("SLO whose error budget is watched.")]
        string? SloId = null,
    [FormField("Burn rate", Group = AlertRuleGroups.Condition, Default = "fast")]
    [Description("How fast the budget must be spent. Both windows must exceed the burn rate, which depends on the period of the SLO. Default: fast.")]
        BurnSpeed? BurnSpeed = null,
    [FormField("Period", Group = AlertRuleGroups.Condition, Default = "hour")]
    [Description("Period of the number that is compared with earlier ones. Metrics without hourly data need 1 day. Default: 1 hour.")]
        MetricWindow? MeasuredOver = null,
    [FormField("Compare with", Group = AlertRuleGroups.Condition, Default = "previous_period")]
    [Description("Earlier number that it is compared with. Default: the period before.")]
        ChangeBase? ComparedWith = null,
    [FormField("Unit of the threshold", Group = AlertRuleGroups.Condition, Default = "percent")]
    [Description("Whether the threshold is in percent of the earlier number, or in the unit of the metric. Default: percent.")]
        ChangeUnit? ChangeIn = null,
    [FormField("Direction", Group = AlertRuleGroups.Condition, Default = "both")]
    [Description("Direction in which the number must differ. Default: both.")]
        ChangeDirection? Direction = null,
    [StringLength(30)]
    [FormField("Minimum earlier number", Group = AlertRuleGroups.Condition, Default = "0")]
    [Description("Smaller earlier numbers cause no alert, so that a change from 1 to 2 is not 100%. In the unit of the metric. Default: 0.")]
        string? MinBase = null,
    [FormField("Usual range (deviations)", Group = AlertRuleGroups.Condition, Default = "4")]
    [Description("How many deviations from the usual value cause no alert, 1 to 20. More of them cause fewer alerts. Default: 4.")]
        int? Deviations = null,
    [FormField("History (weeks)", Group = AlertRuleGroups.Condition, Default = "8")]
    [Description("Number of weeks, 4 to 8, whose numbers of the same weekday and hour are compared. Default: 8.")]
        int? HistoryWeeks = null,
    [FormField("Minimum history (numbers)", Group = AlertRuleGroups.Condition, Default = "4")]
    [Description("With fewer earlier numbers, there is no alert. At least 3, and at most one per week of history. Default: 4.")]
        int? MinPoints = null,
    [StringLength(30)]
    [FormField("Minimum difference", Group = AlertRuleGroups.Condition, Default = "0")]
    [Description("Smaller distances from the usual value cause no alert. In the unit of the metric. Default: 0.")]
        string? MinDifference = null,
    [FormField("Rules", Group = AlertRuleGroups.Condition)]
    [OptionsFrom(AlertMemberSource.Key)]
    [Description("Rules to watch, 2 to 10.")]
        IReadOnlyList<string>? Rules = null,
    [FormField("Firing rules needed", Group = AlertRuleGroups.Condition, Default = "all")]
    [Description("How many of these rules must fire. Default: all.")]
        CompositeMatch? MatchRules = null,
    [FormField("Number of rules", Group = AlertRuleGroups.Condition, Default = "2")]
    [Description("Used only if at least a number of the rules must fire: that number. Default: 2.")]
        int? MinRules = null,
    [FormField("Number", Group = AlertRuleGroups.Condition)]
    [OptionsFrom(AlertNumberSource.Key)]
    [Description("Number of your services, of the console or of Stripe to compare.")]
        string? HealthNumber = null,
    [StringLength(NumberCheck.MaxService)]
    [FormField("Service", Group = AlertRuleGroups.Condition)]
    [Description("Service whose number is compared, such as web. Leave blank for all services, and for numbers without services.")]
        string? Service = null,
    [FormField("Compare", Group = AlertRuleGroups.Condition, Default = "replica")]
    [Description("Whether each replica of a service is compared, or the service as a whole. Default: each replica.")]
        NumberScope? NumberScope = null,
    [FormField("Without data", Group = AlertRuleGroups.Condition, Default = "keep")]
    [Description("How alerts behave after 15 minutes without data, which is never taken for zero. Default: firing alerts keep firing.")]
        MissingData? MissingData = null,
    [FormField("Firing delay (seconds)", Group = AlertRuleGroups.Alert, Default = "0")]
    [Description("How long the condition must be met until an alert fires, at most 1 day. Default: 0, which fires at once.")]
        int? ForSeconds = null,
    [FormField("Resolve delay (seconds)", Group = AlertRuleGroups.Alert, Default = "0")]
    [Description("How long an alert keeps firing after its condition has ended, at most 1 day. Default: 0, which resolves it at once.")]
        int? KeepFiringSeconds = null,
    [StringLength(AlertRuleCheck.MaxMessage)]
    [FormField("Message", Group = AlertRuleGroups.Alert)]
    [Description("Text of its alerts with variables such as {{name}}, {{probe}} or {{value}}. Leave blank for a standard text.")]
        string? Message = null
)
{
    private const int DefaultPeriod = 300,
        DefaultDeviations = 4,
        DefaultWeeks = 8,
        DefaultPoints = 4,
        DefaultRules = 2;

    /// <summary>Null if the text isn't a number.</summary>
    internal decimal? ThresholdValue => ToNumber(Threshold);

    /// <summary>Null if the text isn't a number.</summary>
    internal decimal? MinBaseValue => ToNumber(MinBase);

    /// <summary>Null if the text isn't a number.</summary>
    internal decimal? MinDifferenceValue => ToNumber(MinDifference);

    /// <summary>The input without the texts of its numbers, which can be written in several ways.</summary>
    internal AlertRuleInput WithoutNumbers => this with { Threshold = null, MinBase = null, MinDifference = null };

    /// <returns>The input with defaults, without fields that the kind doesn't use, and without surrounding spaces.</returns>
    internal AlertRuleInput Normalize()
    {
        var used = Kind.Fields();
        return new(
            Kind,
            Name.Trim(),
            Severity,
            Text("probe_id", ProbeId),
            IncludesDegraded && used.Contains("includes_degraded"),
            used.Contains("codes")
                ? [.. (Codes ?? []).Select(code => code.Trim()).Where(code => code.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]
                : [],
            used.Contains("min_events") ? MinEvents ?? 1 : 1,
            used.Contains("period_seconds") ? PeriodSeconds ?? DefaultPeriod : null,
            Text("metric", Metric),
            used.Contains("metric_range") ? MetricRange ?? AlertMetricRange.Today : null,
            used.Contains("comparison") ? Comparison ?? ThresholdComparison.Above : null,
            Text("threshold", Threshold),
            Text("slo_id", SloId),
            used.Contains("burn_speed") ? BurnSpeed ?? OwnerConsole.Pure.Objectives.BurnSpeed.Fast : null,
            used.Contains("measured_over") ? MeasuredOver ?? MetricWindow.Hour : null,
            used.Contains("compared_with") ? ComparedWith ?? ChangeBase.PreviousPeriod : null,
            used.Contains("change_in") ? ChangeIn ?? ChangeUnit.Percent : null,
            used.Contains("direction") ? Direction ?? ChangeDirection.Both : null,
            used.Contains("min_base") ? Text("min_base", MinBase) ?? "0" : null,
            used.Contains("deviations") ? Deviations ?? DefaultDeviations : null,
            used.Contains("history_weeks") ? HistoryWeeks ?? DefaultWeeks : null,
            used.Contains("min_points") ? MinPoints ?? DefaultPoints : null,
            used.Contains("min_difference") ? Text("min_difference", MinDifference) ?? "0" : null,
            used.Contains("rules")
                ? [.. (Rules ?? []).Select(id => id.Trim()).Where(id => id.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]
                : [],
            used.Contains("match_rules") ? MatchRules ?? CompositeMatch.All : null,
            used.Contains("min_rules") && MatchRules is CompositeMatch.AtLeast ? MinRules ?? DefaultRules : null,
            Text("health_number", HealthNumber),
            Text("service", Service),
            used.Contains("number_scope") ? NumberScope ?? Alerts.NumberScope.Replica : null,
            used.Contains("missing_data") ? MissingData ?? Alerts.MissingData.Keep : null,
            ForSeconds ?? 0,
            KeepFiringSeconds ?? 0,
            string.IsNullOrWhiteSpace(Message) ? Kind.DefaultMessage() : Message.Trim()
        );

        string? Text(string field, string? value) => used.Contains(field) && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;
    }

    /// <returns>The input that leads to the rule as it is.</returns>
    internal static AlertRuleInput Of(AlertRule rule) =>
        new(
            rule.Kind,
            rule.Name,
            rule.Severity,
            rule.ProbeId,
            rule.IncludesDegraded,
            rule.Codes,
            rule.MinEvents,
            rule.PeriodSeconds,
            rule.Metric,
            rule.MetricRange,
            rule.Comparison,
            Format(rule.Threshold),
            rule.SloId,
            rule.BurnSpeed,
            rule.MeasuredOver,
            rule.ComparedWith,
            rule.ChangeIn,
            rule.Direction,
            Format(rule.MinBase),
            rule.Deviations,
            rule.HistoryWeeks,
            rule.MinPoints,
            Format(rule.MinDifference),
            rule.Rules,
            rule.MatchRules,
            rule.MinRules,
            rule.HealthNumber,
            rule.Service,
            rule.NumberScope,
            rule.MissingData,
            rule.ForSeconds,
            rule.KeepFiringSeconds,
            rule.Message
        );

    /// <returns>Its values by the names of the fields of a form.</returns>
    internal IReadOnlyList<(string Name, string? Value)> Values =>
        [
            ("kind", Kind.ToText()),
            ("name", Name),
            ("severity", Severity.ToText()),
            ("probe_id", ProbeId),
            ("includes_degraded", IncludesDegraded ? "true" : "false"),
            ("codes", string.Join('\n', Codes ?? [])),
            ("min_events", Number(MinEvents)),
            ("period_seconds", Number(PeriodSeconds)),
            ("metric", Metric),
            ("metric_range", MetricRange?.ToText()),
            ("comparison", Comparison?.ToText()),
            ("threshold", Threshold),
            ("slo_id", SloId),
            ("burn_speed", BurnSpeed?.ToText()),
            ("measured_over", MeasuredOver?.ToText()),
            ("compared_with", ComparedWith?.ToText()),
            ("change_in", ChangeIn?.ToText()),
            ("direction", Direction?.ToText()),
            ("min_base", MinBase),
            ("deviations", Number(Deviations)),
            ("history_weeks", Number(HistoryWeeks)),
            ("min_points", Number(MinPoints)),
            ("min_difference", MinDifference),
            ("rules", string.Join('\n', Rules ?? [])),
            ("match_rules", MatchRules?.ToText()),
            ("min_rules", Number(MinRules)),
            ("health_number", HealthNumber),
            ("service", Service),
            ("number_scope", NumberScope?.ToText()),
            ("missing_data", MissingData?.ToText()),
            ("for_seconds", Number(ForSeconds)),
            ("keep_firing_seconds", Number(KeepFiringSeconds)),
            ("message", Message),
        ];

    private static decimal? ToNumber(string? text) =>
        decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string? Format(decimal? number) => number?.ToString("0.############", CultureInfo.InvariantCulture);

    private static string? Number(int? number) => number?.ToString(CultureInfo.InvariantCulture);
}
