using OwnerConsole.Pure.Alerts;
using OwnerConsole.Pure.Objectives;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Reliability.Alerts.Pages;

/// <summary>Words and shapes of alerts on pages.</summary>
internal static class AlertLabels
{
    public static (Glyph Glyph, Tone Tone) Badge(AlertSeverity severity) =>
        severity switch
        {
            AlertSeverity.Critical => (Glyph.Stop, Tone.Bad),
            AlertSeverity.High => (Glyph.Warning, Tone.Bad),
            AlertSeverity.Medium => (Glyph.Warning, Tone.Soon),
            _ => (Glyph.Info, Tone.Info),
        };

    public static string Reason(AlertHistoryRow notification) =>
        notification.Kind switch
        {
            AlertNotificationKind.Escalation => "Escalation",
            AlertNotificationKind.Acknowledgement => "Acknowledged",
            _ => Reason(notification.Reason),
        };

    public static string Reason(AlertFixReason reason) =>
        reason switch
        {
            AlertFixReason.RecentChange => "changed before the alert",
            AlertFixReason.Stopped => "was stopped",
            _ => "failed",
        };

    private static string Reason(NotificationReason reason) =>
        reason switch
        {
            NotificationReason.NewFiring => "New alert",
            NotificationReason.NewResolved => "Some resolved",
            NotificationReason.AllResolved => "All resolved",
            _ => "Repeat",
        };

    public static string State(string state) => char.ToUpperInvariant(state[0]) + state[1..].Replace('_', ' ');

    public static string Days(MuteDays days) =>
        days switch
        {
            MuteDays.EveryDay => "every day",
            MuteDays.Weekdays => "Monday to Friday",
            _ => "Saturday and Sunday",
        };

    /// <param name="watched">Names of the SLOs and rules that exist, by ID, and of numbers by key.</param>
    /// <returns>The condition as a phrase.</returns>
    public static string Condition(AlertRule rule, IReadOnlyDictionary<string, string> watched) =>
        rule.Kind switch
        {
            AlertRuleKind.Probe => $"{(rule.ProbeId is null ? "Any probe" : "A probe")} is down{(rule.IncludesDegraded ? " or degraded" : "")}",
            AlertRuleKind.LogEvent => $"{Wording.Count(rule.MinEvents, "log event")} ({string.Join(", ", rule.Codes)}) within {Period(rule)}",
            AlertRuleKind.Absence => $"No log event ({string.Join(", ", rule.Codes)}) for {Period(rule)}",
            AlertRuleKind.SloBurn => Burn(watched.GetValueOrDefault(rule.SloId ?? "") ?? "a removed SLO", rule.BurnSpeed ?? BurnSpeed.Fast),
            AlertRuleKind.Change => ComparisonLabels.Change(rule),
            AlertRuleKind.Anomaly => ComparisonLabels.Anomaly(rule),
            AlertRuleKind.Composite => ComparisonLabels.Composite(rule, watched),
            AlertRuleKind.HealthNumber => WatchedNumberLabels.Condition(rule, watched),
            _ => $"{rule.Metric} is {Threshold(rule)}",
        };

    /// <returns>Time in which events are counted, such as 10 min; in seconds where it isn't whole minutes.</returns>
    private static string Period(AlertRule rule) =>
        rule.PeriodSeconds is { } seconds && seconds % 60 == 0 ? Wording.Time(seconds) : $"{Wording.Number(rule.PeriodSeconds ?? 0)} s";

    /// <returns>What a number is compared with, such as above 90.</returns>
    public static string Threshold(AlertRule rule) =>
        $"{(rule.Comparison is ThresholdComparison.Above ? "above" : "below")} {AlertRuleInput.Of(rule).Threshold}";

    private static string Burn(string slo, BurnSpeed speed) =>
        $"The error budget of {slo} is spent too fast, measured over {speed.Long().Title()} and {speed.Short().Title()}";

    /// <returns>The conditions of a silence as a phrase.</returns>
    public static string Matchers(IReadOnlyList<SilenceMatcher> matchers) =>
        string.Join(
            ", ",
            matchers.Select(matcher =>
                matcher.Label
                + matcher.Operator switch
                {
                    MatchOperator.Is => " = ",
                    MatchOperator.IsNot => " != ",
                    MatchOperator.Matches => " =~ ",
                    _ => " !~ ",
                }
                + matcher.Value
            )
        );

    /// <returns>Values of the form that declares an incident for this alert.</returns>
    public static (string Name, string? Value)[] Declare(AlertView alert) =>
        [
            ("title", alert.Name),
            (
                "severity",
                alert.Severity switch
                {
                    AlertSeverity.Critical => "sev1",
                    AlertSeverity.High => "sev2",
                    AlertSeverity.Medium => "sev3",
                    _ => "sev4",
                }
            ),
            ("alerts", alert.Id),
        ];

    /// <returns>Values of the form that silences this alert.</returns>
    public static (string Name, string? Value)[] Silence(AlertView alert) =>
        [
            .. alert
                .Labels.Where(label => label.Key is not ("kind" or "severity"))
                .SelectMany(
                    (label, row) =>
                        new (string, string?)[]
                        {
                            (FormattableString.Invariant($"matchers.{row}.label"), label.Key),
                            (FormattableString.Invariant($"matchers.{row}.operator"), "is"),
                            (FormattableString.Invariant($"matchers.{row}.value"), label.Value),
                        }
                ),
        ];
}
