using OwnerConsole.Pure.Alerts;

namespace OwnerConsole.Reliability.Alerts;

/// <summary>Finds the composite rules whose rules are firing.</summary>
internal static class AlertComposites
{
    /// <summary>Most rules that a composite rule watches.</summary>
    public const int MaxRules = 10;

    /// <param name="rules">Rules that are not paused.</param>
    /// <returns>Composite rules by level, each level after those that it watches. Rules that can't be evaluated are left out.</returns>
    public static IReadOnlyList<IReadOnlyList<AlertRule>> Sort(IReadOnlyList<AlertRule> rules)
    {
        var composites = rules.Where(rule => rule.Kind is AlertRuleKind.Composite).ToDictionary(rule => rule.Id, StringComparer.Ordinal);
        var levels = CompositeLevels.Sort(composites.ToDictionary(rule => rule.Key, rule => rule.Value.Rules, StringComparer.Ordinal));
        return [.. levels.Select(level => level.Select(id => composites[id]).ToList())];
    }

    /// <param name="rules">Rules that are not paused.</param>
    /// <returns>IDs of composite rules that can't be evaluated, because they watch themselves, also indirectly, or too many levels.</returns>
    public static HashSet<string> FindUnsorted(IReadOnlyList<AlertRule> rules)
    {
        var sorted = Sort(rules).SelectMany(level => level).Select(rule => rule.Id).ToHashSet(StringComparer.Ordinal);
        return rules.Where(rule => rule.Kind is AlertRuleKind.Composite && !sorted.Contains(rule.Id)).Select(rule => rule.Id).ToHashSet(StringComparer.Ordinal);
    }

    /// <param name="rules">Composite rules of one level.</param>
    /// <param name="alerts">Alerts of the rules that they watch, after this evaluation.</param>
    public static IReadOnlyList<AlertInstance> FindMet(IReadOnlyList<AlertRule> rules, IEnumerable<AlertRow> alerts)
    {
        var firing = alerts.Where(alert => alert.IsFiring).GroupBy(alert => alert.RuleId, StringComparer.Ordinal);
        var names = firing.ToDictionary(same => same.Key, same => same.First().Name, StringComparer.Ordinal);
        return
        [
            .. rules
                .Select(rule => (Rule: rule, Names: rule.Rules.Where(names.ContainsKey).Select(id => names[id]).ToList()))
                .Where(row => row.Names.Count >= row.Rule.NeededRules)
                .Select(row =>
                    AlertInstance.Create(
                        row.Rule,
                        null,
                        ("rules", string.Join(", ", row.Names)),
                        ("count", AlertConditions.Number(row.Names.Count)),
                        ("needed", AlertConditions.Number(row.Rule.NeededRules))
                    )
                ),
        ];
    }
}
