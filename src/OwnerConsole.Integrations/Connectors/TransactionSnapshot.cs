namespace OwnerConsole.Integrations.Connectors;

/// <summary>The transaction snapshot of the connected database.</summary>
/// <param name="Xmin">All transactions before this id have ended.</param>
/// <param name="Xmax">No transaction with this id or a later one had started to write.</param>
public sealed record TransactionSnapshot(DateTimeOffset At, long Xmin, long Xmax);
