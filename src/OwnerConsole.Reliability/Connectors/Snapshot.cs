namespace OwnerConsole.Reliability.Connectors;

/// <summary>What a transaction sees.</summary>
/// <param name="Xmin">every transaction before it has ended</param>
/// <param name="Xmax">no transaction from it on had begun to write</param>
public sealed record Snapshot(DateTimeOffset At, long Xmin, long Xmax);
