using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Pure.Alerts;

namespace OwnerConsole.Reliability.Alerts;

/// <summary>Finds the conditions of rules about numbers that are met. Each source is read once for all rules.</summary>
public sealed class NumberConditions(WatchedNumbers numbers, ILogger<NumberConditions> log)
{
    /// <summary>Rules are evaluated every few seconds, which would fill the log of the process.</summary>
    private static readonly TimeSpan s_logInterval = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<IWatchedNumberSource, DateTimeOffset> _logged = new();

    /// <param name="rules">Rules of the kind health number that are not paused.</param>
    /// <param name="open">Pending and firing alerts.</param>
    /// <param name="work">Can write rows of the platform, so that the part of a source that fails can be rolled back.</param>
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
        foreach (var watching in rules.GroupBy(rule => rule.HealthNumber!, StringComparer.Ordinal).GroupBy(same => numbers.Find(same.Key)?.Source)) // a few
            if (watching.Key is { } source)
                met.AddRange(
                    await TryRead(source, [.. watching.Select(same => same.Key)], now, work) is { } readings
                        ? watching.SelectMany(same => Compare(same, readings, firing, now))
                        : Keep([.. watching.SelectMany(same => same)], open)
                );
        return met;
    }

    /// <param name="same">Rules about one number, by its key.</param>
    /// <param name="readings">Last values of all numbers of its source.</param>
    private IEnumerable<AlertInstance> Compare(
        IGrouping<string, AlertRule> same,
        IReadOnlyList<NumberReading> readings,
        IReadOnlySet<string> firing,
        DateTimeOffset now
    )
    {
        var number = numbers.Find(same.Key)!.Value.Number; // it has a source
        var values = readings.Where(reading => reading.Key == same.Key).ToList();
        return same.SelectMany(rule => NumberComparison.FindMet(rule, number, values, firing, now));
    }

    /// <summary>A source that fails must not stop the rules about other numbers, nor those of other kinds.</summary>
    /// <returns>Null if the source has failed.</returns>
    private async Task<IReadOnlyList<NumberReading>?> TryRead(IWatchedNumberSource source, IReadOnlyList<string> keys, DateTimeOffset now, UnitOfWork work)
    {
        IReadOnlyList<NumberReading>? readings = null;
        try
        {
            await work.TryPart(async () =>
            {
                readings = await source.Read(keys, now, work);
                return true;
            });
            return readings;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            if (!_logged.TryGetValue(source, out var at) || (now - at).Duration() >= s_logInterval)
            {
                _logged[source] = now;
                log.LogWarning(error, "The numbers {Numbers} of alert rules can't be read. Their alerts stay as they are.", keys);
            }
            return null;
        }
    }

    /// <returns>Alerts whose condition was met at the last evaluation, without those about another number or service that a rule had before.</returns>
    private static IEnumerable<AlertInstance> Keep(IReadOnlyList<AlertRule> rules, IReadOnlyCollection<AlertRow> open)
    {
        var known = rules.ToDictionary(rule => rule.Id, StringComparer.Ordinal);
        return open.Where(alert => alert.EndedAt is null && known.ContainsKey(alert.RuleId))
            .Select(alert => new AlertInstance(known[alert.RuleId], alert.LabelSet, alert.Message))
            .Where(kept => kept.Labels["number"] == kept.Rule.HealthNumber && (kept.Rule.Service is null || kept.Labels["service"] == kept.Rule.Service));
    }
}
