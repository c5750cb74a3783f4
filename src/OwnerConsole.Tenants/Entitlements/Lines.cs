namespace OwnerConsole.Tenants.Entitlements;

/// <summary>All queues with pending claims, longest waiting first. Each is served by one server at a time, and an empty queue is removed.</summary>
/// <param name="servers">Number of queues served at once. Fewer servers than queues let claims gather, so that they are answered together.</param>
internal sealed class Lines(int servers)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string TenantId, string Feature), Line> _lines = [];
    private readonly Queue<Line> _unserved = new();
    private int _serving;

    /// <inheritdoc cref="Calls"/>
    public bool Join(string tenantId, string feature, Waiting one)
    {
        lock (_lock)
        {
            if (!_lines.TryGetValue((tenantId, feature), out var line))
            {
                _lines.Add((tenantId, feature), line = new(tenantId, feature));
                _unserved.Enqueue(line);
            }
            line.Waiting.Enqueue(one);
            return Calls();
        }
    }

    /// <returns>Batches of different queues, each to be ended; empty if no claim is pending, and then the caller stops serving.</returns>
    public List<Turn> Next(int mostLines, int most)
    {
        lock (_lock)
        {
            var turns = new List<Turn>(Math.Min(mostLines, _unserved.Count));
            while (turns.Count < mostLines && _unserved.TryDequeue(out var line))
                turns.Add(new(line, new(Some(line, most))));
            if (turns.Count == 0)
                _serving--;
            return turns;
        }
    }

    /// <summary>Ends batches; queues that still have pending claims are served again.</summary>
    public void End(IEnumerable<Turn> turns)
    {
        lock (_lock)
            foreach (var line in turns.Select(turn => turn.Line))
                if (line.Waiting.Count > 0)
                    _unserved.Enqueue(line);
                else
                    _lines.Remove((line.TenantId, line.Feature));
    }

    /// <returns>True if the caller should start serving until no batches are left.</returns>
    public bool Calls()
    {
        lock (_lock)
        {
            var calls = _unserved.Count > 0 && _serving < servers;
            if (calls)
                _serving++;
            return calls;
        }
    }

    private static List<Waiting> Some(Line line, int most)
    {
        var some = new List<Waiting>(Math.Min(most, line.Waiting.Count));
        while (some.Count < most && line.Waiting.TryDequeue(out var one))
            some.Add(one);
        return some;
    }
}
