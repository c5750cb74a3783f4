namespace OwnerConsole.Data;

/// <summary>Batches lookups by key: requests that arrive during a lookup wait for the next one, which answers all of them together.</summary>
/// <remarks>Nothing is cached: every lookup starts after it was requested, so that data revoked before is never returned. It isn't
/// a <see cref="Batcher{TKey, TItem, TResult}"/>: all its callers share one result, and equal keys are looked up once.</remarks>
/// <param name="look">Returns the records found, by key.</param>
public sealed class BatchLoader<TFound>(Func<IReadOnlyCollection<string>, Task<IReadOnlyDictionary<string, TFound>>> look)
    where TFound : class
{
    private const int MaxConcurrentLoads = 2; // Two, so that one blocked lookup doesn't delay all others.

    private readonly Lock _gate = new();
    private PendingBatch _pending = new();
    private int _loading;

    /// <returns>Null if there is none.</returns>
    public async Task<TFound?> Find(string key, CancellationToken stop)
    {
        PendingBatch mine;
        bool starts;
        lock (_gate)
        {
            mine = _pending;
            mine.Keys.Add(key);
            starts = _loading < MaxConcurrentLoads;
            if (starts)
                (_pending, _loading) = (new(), _loading + 1);
        }
        if (starts)
            _ = Load(mine); // Never fails: the requesters receive the error.
        return (await mine.Result.Task.WaitAsync(stop)).GetValueOrDefault(key);
    }

    private async Task Load(PendingBatch some)
    {
        TenantScope.Clear(); // It serves all waiting requests, not only the first one.
        for (var next = some; next is not null; next = Next())
        {
            try
            {
                next.Result.SetResult(await look(next.Keys));
            }
            catch (Exception error)
            {
                next.Result.SetException(error);
            }
        }
    }

    private PendingBatch? Next()
    {
        lock (_gate)
        {
            if (_pending.Keys.Count == 0)
            {
                _loading--;
                return null;
            }
            var next = _pending;
            _pending = new();
            return next;
        }
    }

    /// <summary>Requests answered by one lookup.</summary>
    private sealed class PendingBatch
    {
        public HashSet<string> Keys { get; } = new(StringComparer.Ordinal);

        public TaskCompletionSource<IReadOnlyDictionary<string, TFound>> Result { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
