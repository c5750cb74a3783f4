namespace OwnerConsole.Kernel.Data;

/// <summary>Looks things up by their keys for many who ask at once: who asks while others are being answered waits for the next look, which answers all of them together.</summary>
/// <remarks>Nothing is kept: every look begins after it was asked for, so what was revoked before that is never found.</remarks>
/// <param name="look">what is found, by its key</param>
public sealed class GatheredLook<TFound>(Func<IReadOnlyCollection<string>, Task<IReadOnlyDictionary<string, TFound>>> look)
    where TFound : class
{
    private const int AtOnce = 2; // one that hangs doesn't hold up all

    private readonly Lock _gate = new();
    private Some _waiting = new();
    private int _looking;

    /// <returns>null when there is none</returns>
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
            _ = Look(mine); // never fails: who asked is told
        return (await mine.Found.Task.WaitAsync(stop)).GetValueOrDefault(key);
    }

    private async Task Look(Some some)
    {
        Bound.Lift(); // it is for all who ask meanwhile, not for the first of them
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

    /// <summary>Who is answered by one look.</summary>
    private sealed class Some
    {
        public HashSet<string> Keys { get; } = new(StringComparer.Ordinal);

        public TaskCompletionSource<IReadOnlyDictionary<string, TFound>> Found { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
