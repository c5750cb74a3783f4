namespace OwnerConsole.Kernel.Data;

/// <summary>Batches lookups by key: requests that arrive during a lookup wait for the next one, which answers all of them together.</summary>
/// <remarks>Nothing is cached: every lookup starts after it was requested, so that data revoked before is never returned.</remarks>
/// <param name="look">Returns the records found, by key.</param>
public sealed class GatheredLook<TFound>(Func<IReadOnlyCollection<string>, Task<IReadOnlyDictionary<string, TFound>>> look)
    where TFound : class
{
    private const int AtOnce = 2; // Two, so that one blocked lookup doesn't delay all others.

    private readonly Lock _gate = new();
    private Some _waiting = new();
    private int _looking;

    /// <returns>Null if there is none.</returns>
    public async Task<TFound?> Find(string key, CancellationToken stop)
    {
        Some mine;
        bool starts;
        lock (_gate)
        {
            mine = _waiting;
            mine.Keys.Add(key);
            starts = _looking < AtOnce;
            if (starts)
                (_waiting, _looking) = (new(), _looking + 1);
        }
        if (starts)
            _ = Look(mine); // Never fails: the requesters receive the error.
        return (await mine.Found.Task.WaitAsync(stop)).GetValueOrDefault(key);
    }

    private async Task Look(Some some)
    {
        Bound.Lift(); // It serves all waiting requests, not only the first one.
        for (var next = some; next is not null; next = Next())
        {
            try
            {
                next.Found.SetResult(await look(next.Keys));
            }
            catch (Exception error)
            {
                next.Found.SetException(error);
            }
        }
    }

    private Some? Next()
    {
        lock (_gate)
        {
            if (_waiting.Keys.Count == 0)
            {
                _looking--;
                return null;
            }
            var next = _waiting;
            _waiting = new();
            return next;
        }
    }

    /// <summary>Requests answered by one lookup.</summary>
    private sealed class Some
    {
        public HashSet<string> Keys { get; } = new(StringComparer.Ordinal);

        public TaskCompletionSource<IReadOnlyDictionary<string, TFound>> Found { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
