namespace OwnerConsole.Pure.Objectives;

/// <summary>Events in a part of time.</summary>
/// <param name="Events">All of them.</param>
/// <param name="Bad">Those that failed or were too slow.</param>
public readonly record struct EventCount(long Events, long Bad)
{
    /// <inheritdoc cref="BurnRate.Of"/>
    public decimal? Burn(decimal target) => BurnRate.Of(Bad, Events, target);
}
