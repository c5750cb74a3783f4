namespace FakeStripe;

/// <summary>Time of the account. Tests advance it; what is due in between happens in order: renewals, ends of trials, retries.</summary>
public sealed class StripeClock
{
    private readonly FakeStripeOptions _options;
    private readonly Action<long> _runUntil;
    private TimeSpan _ahead;
    private long? _replayed;

    internal StripeClock(FakeStripeOptions options, Action<long> runUntil) => (_options, _runUntil) = (options, runUntil);

    public DateTimeOffset Now => DateTimeOffset.FromUnixTimeSeconds(Seconds);

    /// <summary>True while a story of the past is created, which <see cref="StartAt"/> begins.</summary>
    public bool IsInPast => _ahead < TimeSpan.FromMinutes(-1);

    internal long Seconds => _replayed ?? Wall();

    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        var (from, until) = (Seconds, Seconds + (long)by.TotalSeconds);
        _replayed = from;
        try
        {
            _runUntil(until);
        }
        finally
        {
            _replayed = null;
            _ahead += by;
        }
    }

    public void AdvanceTo(DateTimeOffset until) => Advance(until - Now);

    /// <summary>Sets the time before anything exists; afterwards it only advances.</summary>
    internal void StartAt(DateTimeOffset at) => _ahead += at - Now;

    /// <summary>Runs what became due by the passing of real time.</summary>
    public void Tick() => _runUntil(Seconds);

    /// <summary>Sets the time while overdue work runs.</summary>
    internal void Replay(long at) => _replayed = _replayed is null ? null : at;

    private long Wall() => ((_options.FrozenAt ?? _options.Time.GetUtcNow()) + _ahead).ToUnixTimeSeconds();
}
