namespace OwnerConsole.Pure.Objectives;

/// <summary>Events in a part of time.</summary>
/// <param name="Events">All of them.</param>
/// <param name="Bad">Those that failed or were too slow.</param>
public readonly record struct EventCount(long Events, long Bad)
{
    /// <returns>Percent of the events that were good, rounded down to three decimals so that 100 means no failure; null without events.</returns>
    public decimal? GoodPercent() => Events == 0 ? null : decimal.Floor((Events - Bad) * 100_000m / Events) / 1_000;

    /// <param name="target">Target in percent.</param>
    /// <returns>Whether the exact share of good events is below the target; false without events.</returns>
    public bool IsBelow(decimal target) => (Events - Bad) * 100m < target * Events;

    /// <inheritdoc cref="BurnRate.Of"/>
    public decimal? Burn(decimal target) => BurnRate.Of(Bad, Events, target);
}
