using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Reliability.Alerts;

/// <summary>Checks the settings of rules about numbers.</summary>
internal static class NumberCheck
{
    /// <summary>Longest name of a service.</summary>
    public const int MaxService = 100;

    private const decimal MaxThreshold = 1_000_000_000_000;

    /// <param name="input">Normalized, of the kind health number.</param>
    /// <param name="ids">Rules that get the settings; empty for a new one.</param>
    /// <returns>Null if the settings can be saved.</returns>
    public static async Task<Refusal?> FindProblem(AlertRuleInput input, IReadOnlyList<string> ids, WatchedNumbers numbers, UnitOfWork work)
    {
        if (numbers.Find(input.HealthNumber) is not var (number, source))
            return new("bad_health_number", $"Select a number.");
        if (input.ThresholdValue is null or < 0 or > MaxThreshold)
            return new("bad_threshold", $"The threshold must be a number of at least 0, such as 90.");
        if (input.Service is null)
            return null;
        if (!number.HasServices)
            return new("unknown_service", $"This number doesn't belong to a service. Leave the service blank.");
        if ((await source.Read([number.Key], work.Now, work)).Any(reading => reading.Service == input.Service))
            return null;
        var changed = await AlertRule.List(ids, work); // a rule can be changed while its service is silent
        return changed.Count > 0 && changed.All(rule => rule.HealthNumber == input.HealthNumber && rule.Service == input.Service)
            ? null
            : new("unknown_service", $"The service has not sent this number in the last 24 hours. Enter another name, or leave it blank for all services.");
    }
}
