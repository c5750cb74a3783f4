using System.Globalization;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Reliability.Alerts;

/// <summary>Compares a number with the threshold of a rule.</summary>
/// <remarks>Missing data is never taken for zero: it meets no condition, but firing alerts keep firing unless the rule resolves them.</remarks>
internal static class NumberComparison
{
    /// <summary>How long a new rule waits for the first data.</summary>
    private static readonly TimeSpan s_firstData = TimeSpan.FromMinutes(15);

    /// <param name="readings">Last values of the number.</param>
    /// <param name="firing">Fingerprints of alerts whose condition was met until now.</param>
    /// <returns>Alerts with different labels.</returns>
    public static IEnumerable<AlertInstance> FindMet(
        AlertRule rule,
        WatchedNumber number,
        IReadOnlyList<NumberReading> readings,
        IReadOnlySet<string> firing,
        DateTimeOffset now
    )
    {
        var own = readings.Where(reading => rule.Service is null || reading.Service == rule.Service).ToList();
        var services = own.GroupBy(reading => reading.Service, StringComparer.Ordinal).Select(service => Combine(number, [.. service])).ToList();
        return (number.HasServices && rule.NumberScope is NumberScope.Service ? services : own)
            .Select(reading => Compare(rule, number, reading, firing))
            .OfType<AlertInstance>()
            .Concat(rule.MissingData is MissingData.Alert ? FindMissing(rule, number, services, now) : [])
            .DistinctBy(instance => instance.Labels.Fingerprint, StringComparer.Ordinal);
    }

    /// <param name="replicas">At least one.</param>
    /// <returns>The number of the whole service.</returns>
    private static NumberReading Combine(WatchedNumber number, IReadOnlyList<NumberReading> replicas)
    {
        var newest = replicas.MaxBy(reading => reading.LastAt)!; // not empty
        var fresh = replicas.Where(reading => reading.IsFresh).Select(reading => reading.Value).ToList();
        return newest with
        {
            Replica = null,
            IsFresh = fresh.Count > 0,
            Value =
                fresh.Count == 0 ? newest.Value
                : number.UsesHighest ? fresh.Max()
                : Math.Round(fresh.Average(), 2),
        };
    }

    /// <returns>Null if the condition is not met.</returns>
    private static AlertInstance? Compare(AlertRule rule, WatchedNumber number, NumberReading reading, IReadOnlySet<string> firing)
    {
        if (rule is not { Comparison: { } comparison, Threshold: { } threshold })
            return null;
        if (reading.IsFresh)
            return comparison.IsMet(reading.Value, threshold) ? Create(rule, number, reading) : null;
        if (rule.MissingData is MissingData.Resolve || firing.Count == 0)
            return null;
        var kept = Create(rule, number, reading) with { Message = NoData(number, reading) };
        return firing.Contains(kept.Labels.Fingerprint) ? kept : null;
    }

    /// <param name="services">Numbers of whole services, or the number of the platform.</param>
    private static IEnumerable<AlertInstance> FindMissing(AlertRule rule, WatchedNumber number, IReadOnlyList<NumberReading> services, DateTimeOffset now)
    {
        if (services.Count > 0)
            return services.Where(reading => !reading.IsFresh).Select(reading => Create(rule, number, reading) with { Message = NoData(number, reading) });
        if (now - rule.EnabledAt < s_firstData)
            return [];
        var unknown = new NumberReading(number.Key, rule.Service, null, 0, now, IsFresh: false);
        var target = number.Target ?? rule.Service ?? "any service";
        return [Create(rule, number, unknown) with { Message = $"No data about {number.Title} of {target} in the last 24 hours." }];
    }

    private static AlertInstance Create(AlertRule rule, WatchedNumber number, NumberReading reading) =>
        AlertInstance.CreateLabelled(
            rule,
            [("number", number.Key), ("service", reading.Service ?? ""), ("replica", reading.Replica ?? "")],
            [
                ("number", number.Title),
                ("target", Target(number, reading)),
                ("service", reading.Service ?? ""),
                ("replica", reading.Replica ?? ""),
                ("value", Text(number, reading.Value)),
                ("unit", number.Unit),
                ("threshold", Text(number, rule.Threshold ?? 0)),
            ]
        );

    private static string NoData(WatchedNumber number, NumberReading reading)
    {
        var since = reading.LastAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
        return $"No data about {number.Title} of {Target(number, reading)} since {since}. The last value was {Text(number, reading.Value)}.";
    }

    private static string Target(WatchedNumber number, NumberReading reading) =>
        number.Target ?? (reading.Replica is null ? reading.Service ?? "" : $"{reading.Service} ({reading.Replica})");

    private static string Text(WatchedNumber number, decimal value) => $"{AlertConditions.Number(value)}{(number.Unit == "%" ? "" : " ")}{number.Unit}";
}
