namespace OwnerConsole.Reliability.Telemetry.Traffic.Public;

/// <summary>A number in a part of a period.</summary>
/// <param name="At">Start of the part.</param>
/// <param name="Value">Value in the unit of the number; null if it is unknown.</param>
public sealed record NumberPoint(DateTimeOffset At, decimal? Value);
