namespace OwnerConsole.Tenants.Entitlements;

/// <summary>Whoever waits for one tenant's use of one feature, first come first served.</summary>
internal sealed class Line(string tenantId, string feature)
{
    public string TenantId { get; } = tenantId;

    public string Feature { get; } = feature;

    public Queue<Waiting> Waiting { get; } = new();
}

/// <summary>Some of a line, who are answered together.</summary>
internal sealed class Turn(Line line, Granting asked)
{
    public Line Line { get; } = line;

    public Granting Asked { get; } = asked;

    public string TenantId => Line.TenantId;

    public string Feature => Line.Feature;
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
