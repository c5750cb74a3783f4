namespace OwnerConsole.Tenants.Entitlements;

/// <summary>All lines in which somebody waits, the longest waiting first. One serves a line at a time; a line in which nobody waits is gone.</summary>
/// <param name="servers">at once: fewer than there are lines, so that those who wait longer are answered together</param>
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

    /// <returns>of different lines, each to be ended; none when nobody waits, and then whoever asks serves no more</returns>
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

    /// <summary>Whoever still waits in their lines is served once more.</summary>
    public void End(IEnumerable<Turn> turns)
    {
        lock (_lock)
            foreach (var line in turns.Select(turn => turn.Line))
                if (line.Waiting.Count > 0)
                    _unserved.Enqueue(line);
                else
                    _lines.Remove((line.TenantId, line.Feature));
    }

    /// <returns>true when one more is to serve, until there are no more turns</returns>
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
