namespace OwnerConsole.Plans.Entitlements.Claims;

/// <summary>All queues with pending claims, longest waiting first. Each is served by one server at a time, and an empty queue is removed.</summary>
/// <param name="servers">Number of queues served at once. Fewer servers than queues let claims gather, so that they are answered together.</param>
internal sealed class ClaimQueues(int servers)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string TenantId, string Feature), ClaimQueue> _lines = [];
    private readonly Queue<ClaimQueue> _unserved = new();
    private int _serving;

    /// <inheritdoc cref="TryAddServer"/>
    public bool Enqueue(string tenantId, string feature, PendingClaim one)
    {
        lock (_lock)
        {
            if (!_lines.TryGetValue((tenantId, feature), out var line))
            {
                _lines.Add((tenantId, feature), line = new(tenantId, feature));
                _unserved.Enqueue(line);
            }
            line.Pending.Enqueue(one);
            return TryAddServer();
        }
    }

    /// <returns>Batches of different queues, each to be ended; empty if no claim is pending, and then the caller stops serving.</returns>
    public List<ClaimBatch> DequeueBatches(int mostLines, int most)
    {
        lock (_lock)
        {
            var turns = new List<ClaimBatch>(Math.Min(mostLines, _unserved.Count));
            while (turns.Count < mostLines && _unserved.TryDequeue(out var line))
                turns.Add(new(line, new(Dequeue(line, most))));
            if (turns.Count == 0)
                _serving--;
            return turns;
        }
    }

    /// <summary>Ends batches; queues that still have pending claims are served again.</summary>
    public void Complete(IEnumerable<ClaimBatch> turns)
    {
        lock (_lock)
            foreach (var line in turns.Select(turn => turn.Queue))
                if (line.Pending.Count > 0)
                    _unserved.Enqueue(line);
                else
                    _lines.Remove((line.TenantId, line.Feature));
    }

    /// <returns>True if the caller should start serving until no batches are left.</returns>
    public bool TryAddServer()
    {
        lock (_lock)
        {
            var calls = _unserved.Count > 0 && _serving < servers;
            if (calls)
                _serving++;
            return calls;
        }
    }

    private static List<PendingClaim> Dequeue(ClaimQueue line, int most)
    {
        var some = new List<PendingClaim>(Math.Min(most, line.Pending.Count));
        while (some.Count < most && line.Pending.TryDequeue(out var one))
            some.Add(one);
        return some;
    }
}
