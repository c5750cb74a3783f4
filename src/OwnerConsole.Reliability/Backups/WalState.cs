using OwnerConsole.Kernel.Backups;

namespace OwnerConsole.Reliability.Backups;

/// <summary>The progress of shipping the write-ahead log since this console started. Kept in memory, because storing a row per segment would itself create new segments.</summary>
public sealed class WalState(TimeProvider clock)
{
    private static readonly TimeSpan MaxLag = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Window = TimeSpan.FromDays(1);

    private readonly Lock _lock = new();
    private readonly Queue<(DateTimeOffset At, TimeSpan Behind)> _lags = new();
    private DateTimeOffset? _failingSince;
    private DateTimeOffset? _unshippedSince;

    /// <summary>Why the last attempt failed; null if it succeeded.</summary>
    public string? Failure { get; private set; }

    public DateTimeOffset? ShippedAt { get; private set; }

    public int Waiting { get; private set; }

    /// <summary>Maximum data loss if the machine failed, measured over the last 24 hours; grows while nothing is stored. Null before anything was shipped.</summary>
    public TimeSpan? Rpo
    {
        get
        {
            lock (_lock)
                return new[] { UnshippedFor, _lags.Count == 0 ? null : _lags.Max(lag => lag.Behind) }.Max();
        }
    }

    /// <summary>Time since which changes exist only on this machine; null while storing keeps up.</summary>
    public DateTimeOffset? UnshippedSince
    {
        get
        {
            lock (_lock)
                return _unshippedSince;
        }
    }

    /// <summary>True when changes from more than five minutes ago exist only on this machine.</summary>
    public bool IsBehind => UnshippedFor > MaxLag;

    private TimeSpan? UnshippedFor => clock.GetUtcNow() - UnshippedSince;

    /// <param name="stuck">The segment that PostgreSQL fails to archive; null if it archives all segments.</param>
    internal void RecordShipment(WalShippingStatus shipped, ArchiverFailure? stuck)
    {
        var now = clock.GetUtcNow();
        lock (_lock)
        {
            _failingSince = stuck is null ? null : _failingSince ?? now;
            (Failure, Waiting, _unshippedSince) = (stuck?.Reason, shipped.Waiting, _failingSince ?? shipped.Since);
            if (shipped.Behind is not { } behind)
                return;
            ShippedAt = now;
            _lags.Enqueue((now, behind));
            while (_lags.Peek().At < now - Window)
                _lags.Dequeue();
        }
    }

    internal void RecordFailure(string error)
    {
        lock (_lock)
            (Failure, _unshippedSince) = (error, _failingSince ??= clock.GetUtcNow());
    }
}
