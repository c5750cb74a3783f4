namespace OwnerConsole.Tenants.Entitlements;

/// <summary>Whoever waits for one tenant's use of one feature, first come first served.</summary>
internal sealed class Line(string tenantId, string feature)
{
    private readonly Lock _lock = new();
    private readonly Queue<Waiting> _waiting = new();
    private bool _isServed;

    public string TenantId { get; } = tenantId;

    public string Feature { get; } = feature;

    /// <returns>true when nobody serves the line: whoever joined does, or has it done</returns>
    public bool Join(Waiting one)
    {
        lock (_lock)
        {
            _waiting.Enqueue(one);
            return !_isServed && (_isServed = true);
        }
    }

    /// <returns>the first of them; none when nobody waits any more, and then nobody serves the line</returns>
    public List<Waiting> Next(int most)
    {
        lock (_lock)
        {
            var next = new List<Waiting>(Math.Min(most, _waiting.Count));
            while (next.Count < most && _waiting.TryDequeue(out var one))
                next.Add(one);
            _isServed = next.Count > 0;
            return next;
        }
    }
}

/// <summary>One claim that waits for its answer.</summary>
/// <param name="Key">the caller's own, so that it is counted once; null when it is counted each time</param>
/// <param name="Hold">null for what is used at once</param>
internal sealed record Waiting(decimal Amount, string? Key, Hold? Hold)
{
    private readonly TaskCompletionSource<Claimed> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<Claimed> Answer => _answer.Task;

    public void Say(Claimed claimed) => _answer.TrySetResult(claimed);

    public void Fail(Exception why) => _answer.TrySetException(why);
}
