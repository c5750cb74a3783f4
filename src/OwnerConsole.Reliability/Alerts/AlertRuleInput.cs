using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.Objectives;

namespace OwnerConsole.Reliability.Alerts;

/// <summary>A rule as a person enters it. Which fields are used depends on its kind.</summary>
public sealed record AlertRuleInput(
    [Description("What the rule watches.")] AlertRuleKind Kind,
    [StringLength(AlertRuleCheck.MaxName)] [Description("Name that the team sees, such as Website down.")] string Name,
    [Description("How urgent its alerts are. Routes send each severity to its destinations.")] AlertSeverity Severity = AlertSeverity.High,
    [OptionsFrom(AlertProbeSource.Key)] [Description("Probe to watch. Leave blank for all probes.")] string? ProbeId = null,
    [Description("Alert when a probe is degraded too, such as a certificate that expires soon.")] bool IncludesDegraded = false,
    [Description("Codes of log entries or types of events, such as probe_down or tenant.suspended. One per line.")] IReadOnlyList<string>? Codes = null,
    [Description("Number of log entries within the period that cause an alert. Leave blank for 1.")] int? MinEvents = null,
    [Description("Seconds in which log entries are counted or missed. Leave blank for 300.")] int? PeriodSeconds = null,
    [OptionsFrom(AlertMetricSource.Key)] [Description("Metric to compare.")] string? Metric = null,
    [Description("Period of the number. Metrics without history need today. Activity below a threshold is compared for complete days, such as yesterday.")]
        AlertMetricRange? MetricRange = null,
    [Description("Alert when the number is above or below the threshold.")] ThresholdComparison? Comparison = null,
    [StringLength(30)]
    [Description("Threshold in the unit of the metric, such as 100 or 0.05. Money is in minor units, such as cents.")]
        string? Threshold = null,
    [OptionsFrom(AlertSloSource.Key)] [Description("SLO whose error budget is watched.")] string? SloId = null,
    [Description("How fast the budget must be spent. Both windows must exceed the burn rate, which depends on the period of the SLO. Leave blank for fast.")]
        BurnSpeed? BurnSpeed = null,
    [Description("Seconds that the condition must be met until an alert fires. Leave blank for 0.")] int? ForSeconds = null,
    [Description("Seconds that an alert keeps firing after its condition has ended. Leave blank for 0.")] int? KeepFiringSeconds = null,
    [StringLength(AlertRuleCheck.MaxMessage)]
    [Description("Text of its alerts with variables such as {{name}}, {{probe}} or {{value}}. Leave blank for a standard text.")]
        string? Message = null
)
{
    private const int DefaultPeriod = 300;

    /// <summary>Null if the text isn't a number.</summary>
    internal decimal? ThresholdValue =>
        decimal.TryParse(Threshold, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

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
            rule.Threshold?.ToString("0.############", CultureInfo.InvariantCulture),
            rule.SloId,
            rule.BurnSpeed,
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
            ("for_seconds", Number(ForSeconds)),
            ("keep_firing_seconds", Number(KeepFiringSeconds)),
            ("message", Message),
        ];

    private static string? Number(int? number) => number?.ToString(CultureInfo.InvariantCulture);
}
