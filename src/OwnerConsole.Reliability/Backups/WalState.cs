using OwnerConsole.Kernel.Backups;

namespace OwnerConsole.Reliability.Backups;

/// <summary>How the write-ahead log goes on its way, since this console began. In memory: a row for each segment would itself make segments, for ever.</summary>
public sealed class WalState(TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(1);

    private readonly Lock _held = new();
    private readonly Queue<(DateTimeOffset At, TimeSpan Behind)> _lags = new();
    private DateTimeOffset? _failingSince;

    /// <summary>Why the last attempt failed; null when it went well.</summary>
    public string? Failure { get; private set; }

    public DateTimeOffset? ShippedAt { get; private set; }

    public int Waiting { get; private set; }

    /// <summary>What the loss of the machine would have cost at most, measured over the last day; null while nothing was shipped.</summary>
    public TimeSpan? Rpo
    {
        get
        {
            lock (_held)
                return _lags.Count == 0 ? null : _lags.Max(lag => lag.Behind);
        }
    }

    /// <summary>What was written more than five minutes ago is still on this machine only.</summary>
    public bool IsBehind { get; private set; }

    internal void Went(Shipped shipped)
    {
        var now = clock.GetUtcNow();
        (_failingSince, Failure, Waiting) = (null, null, shipped.Waiting);
        IsBehind = shipped.Since is { } since && now - since > Patience;
        if (shipped.Behind is not { } behind)
            return;
        ShippedAt = now;
        lock (_held)
        {
            _lags.Enqueue((now, behind));
            while (_lags.Peek().At < now - Remembered)
                _lags.Dequeue();
        }
    }

    internal void Failed(string why)
    {
        var now = clock.GetUtcNow();
        _failingSince ??= now;
        (Failure, IsBehind) = (why, now - _failingSince > Patience);
    }
}
