namespace OwnerConsole.Pure.Objectives;

/// <summary>How fast an error budget is spent.</summary>
/// <remarks>Source: docs/guides/slos.md#burn-rate.</remarks>
public static class BurnRate
{
    /// <param name="bad">Events that failed.</param>
    /// <param name="events">All events.</param>
    /// <param name="target">Target in percent, above 0 and below 100.</param>
    /// <returns>1 spends exactly the budget by the end of a period, 2 twice as much. Null without events.</returns>
    public static decimal? Of(long bad, long events, decimal target) => events > 0 ? bad * 100m / events / (100 - target) : null;

    /// <param name="target">Target in percent, above 0 and below 100.</param>
    /// <returns>The burn rate when every event fails. A rule for a faster one never fires.</returns>
    public static decimal Max(decimal target) => 100 / (100 - target);
}
