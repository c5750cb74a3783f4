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
    private DateTimeOffset? _startedAt;
    private string? _failure;

    /// <summary>Why the last attempt failed, or that the current one takes too long; null if storing works.</summary>
    public string? Failure
    {
        get
        {
            lock (_lock)
                return _failure ?? (HungSince is null ? null : "Storing the write-ahead log (WAL) has not finished for more than five minutes.");
        }
    }

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
                return _unshippedSince ?? HungSince;
        }
    }

    /// <summary>True when changes from more than five minutes ago exist only on this machine.</summary>
    public bool IsBehind => UnshippedFor > MaxLag;

    private DateTimeOffset? HungSince => clock.GetUtcNow() - _startedAt > MaxLag ? _startedAt : null;

    private TimeSpan? UnshippedFor => clock.GetUtcNow() - UnshippedSince;

    internal void RecordStart()
    {
        lock (_lock)
            _startedAt = clock.GetUtcNow();
    }

    /// <param name="stuck">The segment that PostgreSQL fails to archive; null if it archives all segments.</param>
    internal void RecordShipment(WalShippingStatus shipped, ArchiverFailure? stuck)
    {
        var now = clock.GetUtcNow();
        lock (_lock)
        {
            _failingSince = stuck is null ? null : _failingSince ?? now;
            (_failure, Waiting, _unshippedSince, _startedAt) = (stuck?.Reason, shipped.Waiting, _failingSince ?? shipped.Since, null);
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
            (_failure, _unshippedSince, _startedAt) = (error, _failingSince ??= _startedAt ?? clock.GetUtcNow(), null);
    }
}
