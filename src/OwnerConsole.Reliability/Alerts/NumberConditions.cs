using OwnerConsole.Data;
using OwnerConsole.Pure.Alerts;

namespace OwnerConsole.Reliability.Alerts;

/// <summary>Finds the conditions of rules about numbers that are met. Each source is read once for all rules.</summary>
public sealed class NumberConditions(WatchedNumbers numbers)
{
    /// <param name="rules">Rules of the kind health number that are not paused.</param>
    /// <param name="open">Pending and firing alerts.</param>
    internal async Task<IReadOnlyList<AlertInstance>> FindMet(
        IReadOnlyList<AlertRule> rules,
        IReadOnlyCollection<AlertRow> open,
        DateTimeOffset now,
        UnitOfWork work
    )
    {
        if (rules.Count == 0)
            return [];
        // Without those whose condition has ended: missing data doesn't start it again.
        var firing = open.Where(alert => alert is { Phase: AlertPhase.Firing, EndedAt: null })
            .Select(alert => alert.Fingerprint)
            .ToHashSet(StringComparer.Ordinal);
        var met = new List<AlertInstance>();
        foreach (var watching in rules.GroupBy(rule => rule.HealthNumber!, StringComparer.Ordinal).GroupBy(same => numbers.FindSource(same.Key))) // a few
            if (watching.Key is { } source)
            {
                var readings = (await source.Read([.. watching.Select(same => same.Key)], now, work)).ToLookup(reading => reading.Key, StringComparer.Ordinal);
                foreach (var same in watching)
                {
                    var (number, values) = (numbers.Find(same.Key)!, readings[same.Key].ToList()); // it has a source
                    met.AddRange(same.SelectMany(rule => NumberComparison.FindMet(rule, number, values, firing, now)));
                }
            }
        return met;
    }
}
