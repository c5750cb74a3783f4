using OwnerConsole.Data;
using OwnerConsole.Pure.Alerts;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Reliability.Alerts;

/// <summary>Decides whether a metric differs too much from its own past. The evaluation and the count of past firings use the same conditions.</summary>
internal static class AlertComparisons
{
    /// <param name="rules">Rules of the kinds change and anomaly that are not paused.</param>
    public static async Task<IEnumerable<AlertInstance>> FindMet(IReadOnlyList<AlertRule> rules, UnitOfWork work)
    {
        if (rules.Count == 0)
            return [];
        var readings = (
            await work.List<ComparedRow>(
                """
                select v.rule_id, v.value, v.compared, coalesce(v.deviation, 0) as deviation, coalesce(v.points, 0) as points
                  from unnest(@ids, @since) r(id, since)
                  join alerts.readings v on v.tenant_id = 'tnt_platform' and v.rule_id = r.id and v.read_at > r.since
                   and v.value is not null and v.compared is not null and v.measured_until is not null
                """,
                // An earlier value can be that of another metric.
                new { ids = rules.Select(rule => rule.Id).ToArray(), since = rules.Select(rule => rule.EnabledAt).ToArray() }
            )
        ).ToDictionary(row => row.RuleId, StringComparer.Ordinal);
        return rules
            .Where(rule => readings.ContainsKey(rule.Id))
            .Select(rule => rule.Kind is AlertRuleKind.Change ? FindChange(rule, readings[rule.Id]) : FindAnomaly(rule, readings[rule.Id]))
            .OfType<AlertInstance>();
    }

    /// <returns>Earlier windows that a window is compared with, the newest first.</returns>
    public static IReadOnlyList<MetPeriod> FindEarlier(MetPeriod period, MetricWindow window, ChangeBase? comparedWith, int? weeks, Zone zone) =>
        comparedWith is { } comparison
            ? [window.FindEarlier(period, at => comparison.Before(window, at, zone))]
            : [.. Enumerable.Range(1, weeks ?? 0).Select(week => window.FindEarlier(period, at => zone.EarlierBy(7 * week, at)))];

    /// <param name="input">Normalized.</param>
    /// <param name="earlier">Earlier numbers, the newest first.</param>
    /// <returns>Whether an alert follows from the number.</returns>
    public static bool IsMet(AlertRuleInput input, decimal value, IReadOnlyList<decimal> earlier) =>
        input.Kind is AlertRuleKind.Change
            ? earlier is [var before, ..]
                && ValueChange.Measure(value, before, input.ChangeIn ?? ChangeUnit.Percent, input.MinBaseValue ?? 0) is { } change
                && (input.Direction ?? ChangeDirection.Both).Exceeds(change, input.ThresholdValue ?? 0)
            : UsualRange.Find(earlier) is { } usual
                && usual.Points >= input.MinPoints
                && usual.IsOutside(value, input.Deviations ?? 1, input.Direction ?? ChangeDirection.Both, input.MinDifferenceValue ?? 0);

    private static AlertInstance? FindChange(AlertRule rule, ComparedRow row) =>
        rule is { ChangeIn: { } unit, Direction: { } direction, MinBase: { } minBase, Threshold: { } threshold, Metric: { } metric }
        && ValueChange.Measure(row.Value, row.Compared, unit, minBase) is { } change
        && direction.Exceeds(change, threshold)
            ? AlertInstance.Create(
                rule,
                ("metric", metric),
                ("metric", metric),
                ("value", AlertConditions.Number(row.Value)),
                ("earlier", AlertConditions.Number(row.Compared)),
                ("change", Change(change, unit)),
                ("threshold", Change(threshold, unit))
            )
            : null;

    private static AlertInstance? FindAnomaly(AlertRule rule, ComparedRow row) =>
        rule is { Deviations: { } deviations, Direction: { } direction, MinPoints: { } minPoints, MinDifference: { } minDifference, Metric: { } metric }
        && new UsualRange(row.Compared, row.Deviation, row.Points) is var usual
        && usual.Points >= minPoints
        && usual.IsOutside(row.Value, deviations, direction, minDifference)
            ? AlertInstance.Create(
                rule,
                ("metric", metric),
                ("metric", metric),
                ("value", AlertConditions.Number(row.Value)),
                ("usual", AlertConditions.Number(usual.Median)),
                ("lower", AlertConditions.Number(usual.Median - (deviations * usual.Deviation))),
                ("upper", AlertConditions.Number(usual.Median + (deviations * usual.Deviation)))
            )
            : null;

    private static string Change(decimal change, ChangeUnit unit) =>
        unit is ChangeUnit.Percent ? $"{AlertConditions.Number(Math.Round(change, 1))}%" : AlertConditions.Number(change);

    private sealed record ComparedRow(string RuleId, decimal Value, decimal Compared, decimal Deviation, int Points);
}
