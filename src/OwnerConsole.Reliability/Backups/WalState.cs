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
    private DateTimeOffset? _aloneSince;

    /// <summary>Why the last attempt failed; null when it went well.</summary>
    public string? Failure { get; private set; }

    public DateTimeOffset? ShippedAt { get; private set; }

    public int Waiting { get; private set; }

    /// <summary>What the loss of the machine would have cost at most, measured over the last day and growing while nothing is stored; null while nothing was shipped.</summary>
    public TimeSpan? Rpo
    {
        get
        {
            lock (_held)
                return new[] { Alone, _lags.Count == 0 ? null : _lags.Max(lag => lag.Behind) }.Max();
        }
    }

    /// <summary>Since when what is written is on this machine only; null while it is stored as it is written.</summary>
    public DateTimeOffset? AloneSince
    {
        get
        {
            lock (_held)
                return _aloneSince;
        }
    }

    /// <summary>What was written more than five minutes ago is still on this machine only.</summary>
    public bool IsBehind => Alone > Patience;

    private TimeSpan? Alone => clock.GetUtcNow() - AloneSince;

    /// <param name="stuck">what never came as far as to wait; null when PostgreSQL hands everything out</param>
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
