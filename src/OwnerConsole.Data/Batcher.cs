namespace OwnerConsole.Data;

/// <summary>Collects concurrent calls by key, such as one row, and answers those that wait together by one statement.</summary>
/// <remarks>
/// Without load a call is answered at once; calls that arrive while their key is served form its next batch, in order of arrival. Each key is served by
/// one server at a time. A caller that stops waiting leaves its item in the batch, and a shutdown that waits for the callers empties all queues.
/// </remarks>
/// <param name="answer">Completes or fails every item of the batches, except of those it returns: each of these is then passed again alone, and
/// must be answered. If it throws, every caller gets the exception.</param>
/// <param name="maxItems">Maximum number of items of one key in a batch.</param>
/// <param name="maxKeys">Maximum number of keys that are answered together.</param>
/// <param name="maxServers">Fewer servers than keys let items gather, so that they are answered together.</param>
public sealed class Batcher<TKey, TItem, TResult>(
    Func<IReadOnlyList<Batch<TKey, TItem>>, bool, Task<IReadOnlyList<Batch<TKey, TItem>>>> answer,
    int maxItems,
    int maxKeys = 1,
    int maxServers = int.MaxValue
)
    where TKey : notnull
    where TItem : PendingItem<TResult>
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TKey, Queue<TItem>> _queues = [];
    private readonly Queue<TKey> _unserved = new(); // longest waiting first
    private int _serving;

    /// <returns>The result of the item.</returns>
    public Task<TResult> Add(TKey key, TItem item)
    {
        bool starts;
        lock (_lock)
        {
            if (!_queues.TryGetValue(key, out var queue))
            {
                _queues.Add(key, queue = new());
                _unserved.Enqueue(key);
            }
            queue.Enqueue(item);
            starts = TryAddServer();
        }
        if (starts)
            Start(Serve);
        return item.Result;
    }

    /// <summary>Starts work without the execution context of the caller, because it also serves others.</summary>
    private static void Start(Func<Task> work) => ThreadPool.UnsafeQueueUserWorkItem(static work => _ = work(), work, preferLocal: false);

    private async Task Serve()
    {
        for (var batches = Dequeue(); batches.Count > 0; batches = Dequeue())
            foreach (var batch in await Answer(batches, isAlone: false))
                Start(() => ServeAlone(batch));
    }

    /// <summary>Answers one batch separately, so that it delays no other key.</summary>
    private async Task ServeAlone(Batch<TKey, TItem> batch)
    {
        await Answer([batch], isAlone: true);
        bool starts;
        lock (_lock)
            starts = TryAddServer();
        if (starts)
            await Serve();
    }

    /// <returns>The batches still to be answered.</returns>
    private async Task<IReadOnlyList<Batch<TKey, TItem>>> Answer(IReadOnlyList<Batch<TKey, TItem>> batches, bool isAlone)
    {
        IReadOnlyList<Batch<TKey, TItem>> left = [];
        try
        {
            left = await answer(batches, isAlone);
        }
        catch (Exception why) // The next batches are still served.
        {
            foreach (var item in batches.SelectMany(batch => batch.Items))
                item.Fail(why);
        }
        Release(batches.Except(left));
        return left;
    }

    /// <returns>Batches of different keys; empty if nothing waits, and then the caller stops serving.</returns>
    private List<Batch<TKey, TItem>> Dequeue()
    {
        lock (_lock)
        {
            var batches = new List<Batch<TKey, TItem>>(Math.Min(maxKeys, _unserved.Count));
            while (batches.Count < maxKeys && _unserved.TryDequeue(out var key))
                batches.Add(new(key, Dequeue(_queues[key])));
            if (batches.Count == 0)
                _serving--;
            return batches;
        }
    }

    private List<TItem> Dequeue(Queue<TItem> queue)
    {
        var items = new List<TItem>(Math.Min(maxItems, queue.Count));
        while (items.Count < maxItems && queue.TryDequeue(out var item))
            items.Add(item);
        return items;
    }

    /// <summary>Keys that have further items are served again, and empty queues are removed.</summary>
    private void Release(IEnumerable<Batch<TKey, TItem>> batches)
    {
        lock (_lock)
            foreach (var batch in batches)
                if (_queues[batch.Key].Count > 0)
                    _unserved.Enqueue(batch.Key);
                else
                    _queues.Remove(batch.Key);
    }

    /// <returns>True if the caller should serve until nothing waits. The caller holds the lock.</returns>
    private bool TryAddServer()
    {
        if (_unserved.Count == 0 || _serving == maxServers)
            return false;
        _serving++;
        return true;
    }
}

/// <summary>Items of one key that are answered together.</summary>
public sealed class Batch<TKey, TItem>(TKey key, IReadOnlyList<TItem> items)
{
    public TKey Key { get; } = key;

    public IReadOnlyList<TItem> Items { get; } = items;
}
