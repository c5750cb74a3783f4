namespace OwnerConsole.Integrations.Connectors;

/// <summary>The time before which no new row can appear. Open transactions can commit rows whose cursors the sync has already passed.</summary>
/// <param name="SettledAt">All transactions that started to write before this time have ended; null before the first check.</param>
/// <param name="MarkAt">The next time that is expected to settle.</param>
/// <param name="MarkXid">The first transaction after that time.</param>
public sealed record ReadHorizon(DateTimeOffset? SettledAt, DateTimeOffset? MarkAt, long? MarkXid)
{
    /// <summary>Safety margin, because a transaction gets its id at its first write, while now() is fixed at its start.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromMinutes(1);

    /// <summary>Transactions that stay open for longer are not waited for.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromHours(1);

    /// <summary>Where the pass after the current one must start.</summary>
    public DateTimeOffset? Boundary => SettledAt - Overlap;

    public ReadHorizon Advance(TransactionSnapshot now)
    {
        if (now.Xmin >= now.Xmax) // no transaction is writing
            return new(now.At, null, null);
        var settled = MarkAt is { } mark && now.Xmin >= MarkXid ? mark : SettledAt;
        var floor = now.At - MaxAge;
        var isNew = MarkAt is null || settled == MarkAt;
        return new(settled > floor ? settled : floor, isNew ? now.At : MarkAt, isNew ? now.Xmax : MarkXid);
    }
}
