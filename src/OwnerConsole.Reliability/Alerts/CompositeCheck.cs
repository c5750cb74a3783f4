using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.Alerts;

namespace OwnerConsole.Reliability.Alerts;

/// <summary>Checks the settings of composite rules.</summary>
internal static class CompositeCheck
{
    private const int MinRules = 2;

    /// <param name="input">Normalized, of the kind composite.</param>
    /// <param name="ids">Rules that get the settings; empty for a new one.</param>
    /// <returns>Null if the settings can be saved.</returns>
    public static async Task<Refusal?> FindProblem(AlertRuleInput input, IReadOnlyList<string> ids, UnitOfWork work)
    {
        var members = input.Rules ?? [];
        if (members.Count is < MinRules or > AlertComposites.MaxRules)
            return new("bad_rules", $"Select {MinRules} to {AlertComposites.MaxRules} rules.");
        if (input.MinRules < 1 || input.MinRules > members.Count)
            return new("bad_count", $"The number of rules must be between 1 and the number of selected rules.");
        var rules = await AlertRule.List(work);
        if (members.Except(rules.Select(rule => rule.Id), StringComparer.Ordinal).Any())
            return new("unknown_rule", $"Select rules that exist.");
        var composites = rules.Where(rule => rule.Kind is AlertRuleKind.Composite).ToDictionary(rule => rule.Id, rule => rule.Rules, StringComparer.Ordinal);
        IReadOnlyList<string> changed = [.. ids.DefaultIfEmpty("")]; // a new rule has no id yet, so none watches it
        var evaluated = Sort(composites).Concat(changed).ToList();
        foreach (var id in changed)
            composites[id] = members;
        return evaluated.All(Sort(composites).ToHashSet(StringComparer.Ordinal).Contains)
            ? null
            : new(
                "bad_levels",
                $"A composite rule can't watch itself, also not through other rules, and there can be at most {CompositeLevels.Max} levels of composite rules."
            );
    }

    /// <returns>Composite rules that can be evaluated.</returns>
    private static IEnumerable<string> Sort(IReadOnlyDictionary<string, IReadOnlyList<string>> rules) => CompositeLevels.Sort(rules).SelectMany(level => level);
}
