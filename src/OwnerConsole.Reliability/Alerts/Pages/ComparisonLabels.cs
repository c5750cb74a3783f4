using OwnerConsole.Pure.Alerts;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Reliability.Alerts.Pages;

/// <summary>Conditions of rules that compare a metric with its past, or that watch other rules, as phrases.</summary>
internal static class ComparisonLabels
{
    public static string Change(AlertRule rule) =>
        $"{rule.Metric} of {Window(rule.MeasuredOver)} is {Direction(rule.Direction, "up", "down")} by more than {AlertRuleInput.Of(rule).Threshold}"
        + $"{(rule.ChangeIn is ChangeUnit.Percent ? "%" : "")} compared with {Base(rule.ComparedWith)}";

    public static string Anomaly(AlertRule rule) =>
        $"{rule.Metric} of {Window(rule.MeasuredOver)} is {Direction(rule.Direction, "above", "below")} its usual range at this time of the week"
        + (rule.LacksHistory ? $". Not enough history: {Wording.Number(rule.HistoryPoints ?? 0)} of {Wording.Number(rule.MinPoints ?? 0)} weeks" : "");

    /// <param name="watched">Names of the rules that exist, by ID.</param>
    public static string Composite(AlertRule rule, IReadOnlyDictionary<string, string> watched)
    {
        var names = string.Join(", ", rule.Rules.Select(id => watched.GetValueOrDefault(id) ?? "a removed rule"));
        return rule.MatchRules switch
        {
            CompositeMatch.All => $"All of these rules are firing: {names}",
            CompositeMatch.Any => $"Any of these rules is firing: {names}",
            _ => $"At least {Wording.Number(rule.NeededRules)} of these rules are firing: {names}",
        };
    }

    private static string Window(MetricWindow? window) =>
        window switch
        {
            MetricWindow.Hour => "1 hour",
            MetricWindow.Day => "1 day",
            _ => "7 days",
        };

    private static string Base(ChangeBase? comparison) =>
        comparison switch
        {
            ChangeBase.DayAgo => "the same time a day ago",
            ChangeBase.WeekAgo => "the same time a week ago",
            _ => "the period before",
        };

    private static string Direction(ChangeDirection? direction, string up, string down) =>
        direction switch
        {
            ChangeDirection.Up => up,
            ChangeDirection.Down => down,
            _ => $"{up} or {down}",
        };
}
