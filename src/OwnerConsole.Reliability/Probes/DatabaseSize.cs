using OwnerConsole.Data;

namespace OwnerConsole.Reliability.Probes;

/// <summary>Measures the size of the console's database at most once a minute.</summary>
internal sealed class DatabaseSize(TimeProvider clock)
{
    /// <summary>How long a size is used. PostgreSQL adds up all files of the database, which is too slow for each refresh of each reader.</summary>
    private static readonly TimeSpan s_lifetime = TimeSpan.FromMinutes(1);

    private volatile MeasuredSize? _last;

    public async Task<MeasuredSize> Measure(UnitOfWork work)
    {
        var now = clock.GetUtcNow();
        if (_last is { } last && (now - last.At).Duration() < s_lifetime)
            return last;
        var measured = new MeasuredSize(await work.One<long>("select pg_database_size(current_database())"), now);
        _last = measured;
        return measured;
    }
}

/// <param name="At">When it was measured.</param>
internal sealed record MeasuredSize(long Bytes, DateTimeOffset At);
