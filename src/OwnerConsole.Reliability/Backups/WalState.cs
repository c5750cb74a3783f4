using OwnerConsole.Kernel.Backups;

namespace OwnerConsole.Reliability.Backups;

/// <summary>The progress of shipping the write-ahead log since this console started. Kept in memory, because storing a row per segment would itself create new segments.</summary>
public sealed class WalState(TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(1);

    private readonly Lock _held = new();
    private readonly Queue<(DateTimeOffset At, TimeSpan Behind)> _lags = new();
    private DateTimeOffset? _failingSince;
    private DateTimeOffset? _aloneSince;

    /// <summary>Why the last attempt failed; null if it succeeded.</summary>
    public string? Failure { get; private set; }

    public DateTimeOffset? ShippedAt { get; private set; }

    public int Waiting { get; private set; }

    /// <summary>Maximum data loss if the machine failed, measured over the last 24 hours; grows while nothing is stored. Null before anything was shipped.</summary>
    public TimeSpan? Rpo
    {
        get
        {
            lock (_held)
                return new[] { Alone, _lags.Count == 0 ? null : _lags.Max(lag => lag.Behind) }.Max();
        }
    }

    /// <summary>Time since which changes exist only on this machine; null while storing keeps up.</summary>
    public DateTimeOffset? AloneSince
    {
        get
        {
            lock (_held)
                return _aloneSince;
        }
    }

    /// <summary>True when changes from more than five minutes ago exist only on this machine.</summary>
    public bool IsBehind => Alone > Patience;

    private TimeSpan? Alone => clock.GetUtcNow() - AloneSince;

    /// <param name="stuck">The segment that PostgreSQL fails to archive; null if it archives all segments.</param>
    internal void Went(Shipped shipped, Archiver? stuck)
    {
        var now = clock.GetUtcNow();
        lock (_held)
        {
            _failingSince = stuck is null ? null : _failingSince ?? now;
            (Failure, Waiting, _aloneSince) = (stuck?.Why, shipped.Waiting, _failingSince ?? shipped.Since);
            if (shipped.Behind is not { } behind)
                return;
            ShippedAt = now;
            _lags.Enqueue((now, behind));
            while (_lags.Peek().At < now - Remembered)
                _lags.Dequeue();
        }
    }

    internal void Failed(string why)
    {
        lock (_held)
            (Failure, _aloneSince) = (why, _failingSince ??= clock.GetUtcNow());
    }
}
