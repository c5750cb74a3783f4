namespace OwnerConsole.Pure.Objectives;

/// <summary>Windows and thresholds of alerts about error budgets.</summary>
/// <remarks>Source: docs/guides/slos.md#alerts.</remarks>
public static class BurnSpeeds
{
    /// <returns>The window in which a share of the budget must be spent.</returns>
    public static BurnWindow Long(this BurnSpeed speed) =>
        speed switch
        {
            BurnSpeed.Fast => BurnWindow.OneHour,
            BurnSpeed.Medium => BurnWindow.SixHours,
            _ => BurnWindow.ThreeDays,
        };

    /// <returns>The window that ends the alert soon after the problem has ended: a twelfth of the long one.</returns>
    public static BurnWindow Short(this BurnSpeed speed) =>
        speed switch
        {
            BurnSpeed.Fast => BurnWindow.FiveMinutes,
            BurnSpeed.Medium => BurnWindow.ThirtyMinutes,
            _ => BurnWindow.SixHours,
        };

    /// <param name="speed">Which alert.</param>
    /// <param name="period">Length of the SLO's period.</param>
    /// <returns>Burn rate that both windows must exceed. Never below 1, because a rate of 1 doesn't exceed the budget.</returns>
    public static decimal Threshold(this BurnSpeed speed, TimeSpan period)
    {
        var share = speed switch
        {
            BurnSpeed.Fast => 0.02m,
            BurnSpeed.Medium => 0.05m,
            _ => 0.10m,
        };
        return Math.Max(1, share * (decimal)period.TotalHours / (decimal)speed.Long().Length().TotalHours);
    }

    /// <param name="speed">Which alert.</param>
    /// <param name="interval">Time between two events.</param>
    /// <param name="minEvents">With fewer events in the long window, there is no alert.</param>
    /// <returns>Whether the long window has enough events, and the short one at least one.</returns>
    public static bool HasEnoughEvents(this BurnSpeed speed, TimeSpan interval, long minEvents) =>
        speed.Long().Length() / interval >= minEvents && interval <= speed.Short().Length();

    /// <summary>Whether the budget is spent too fast.</summary>
    /// <param name="longWindow">Events of the long window.</param>
    /// <param name="shortWindow">Events of the short window.</param>
    /// <param name="target">Target in percent, above 0 and below 100.</param>
    /// <param name="minEvents">With fewer events in the long window, a single failure would be an alert.</param>
    /// <param name="threshold">Burn rate that both windows must exceed.</param>
    /// <param name="isFiring">
    /// Whether the alert is firing. An empty short window then continues it, because a service that has crashed reports nothing; it never starts an alert.
    /// </param>
    public static bool IsMet(EventCount longWindow, EventCount shortWindow, decimal target, long minEvents, decimal threshold, bool isFiring) =>
        longWindow.Events >= minEvents && longWindow.Burn(target) > threshold && (shortWindow.Events == 0 ? isFiring : shortWindow.Burn(target) > threshold);
}
