namespace OwnerConsole.Pure.Alerts;

/// <summary>The order in which composite rules are evaluated: each after the rules that it watches.</summary>
public static class CompositeLevels
{
    /// <summary>Most levels: a composite of composites of composites.</summary>
    public const int Max = 3;

    /// <param name="rules">Ids of the rules that each composite rule watches, by its id. Other ids are rules that are not composite, or removed.</param>
    /// <returns>Composite rules by level, the first level watches no composite rules. Rules that watch themselves, also indirectly, and deeper ones are left out.</returns>
    public static IReadOnlyList<IReadOnlyList<string>> Sort(IReadOnlyDictionary<string, IReadOnlyList<string>> rules)
    {
        var levels = new List<IReadOnlyList<string>>();
        var remaining = rules.Keys.ToHashSet(StringComparer.Ordinal);
        while (levels.Count < Max)
        {
            var level = remaining.Where(id => !rules[id].Any(remaining.Contains)).Order(StringComparer.Ordinal).ToList();
            if (level.Count == 0)
                break;
            levels.Add(level);
            remaining.ExceptWith(level);
        }
        return levels;
    }
}
