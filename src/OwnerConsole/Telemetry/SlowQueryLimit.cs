namespace OwnerConsole.Telemetry;

/// <summary>Limits reports of slow queries: each statement once in ten minutes, and at most ten of all statements in a minute.</summary>
internal sealed class SlowQueryLimit(TimeProvider clock)
{
    private const int MaxPerMinute = 10,
        MaxStatements = 1_000;

    private static readonly TimeSpan s_window = TimeSpan.FromMinutes(1),
        s_again = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, DateTimeOffset> _reported = new(StringComparer.Ordinal);
    private DateTimeOffset _windowAt;
    private int _count;

    /// <returns>Whether the statement can be reported now.</returns>
    public bool TryTake(string sql)
    {
        var now = clock.GetUtcNow();
        lock (_gate)
        {
            if ((now - _windowAt).Duration() >= s_window)
                (_windowAt, _count) = (now, 0);
            if (_count >= MaxPerMinute || (_reported.TryGetValue(sql, out var at) && (now - at).Duration() < s_again))
                return false;
            if (_reported.Count >= MaxStatements)
                _reported.Clear(); // Few statements are slow, so it is never needed in practice.
            _reported[sql] = now;
            _count++;
            return true;
        }
    }
}
