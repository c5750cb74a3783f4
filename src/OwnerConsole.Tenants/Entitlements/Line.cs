namespace OwnerConsole.Tenants.Entitlements;

/// <summary>Queue of pending claims for one tenant and feature, in order of arrival.</summary>
internal sealed class Line(string tenantId, string feature)
{
    public string TenantId { get; } = tenantId;

    public string Feature { get; } = feature;

    public Queue<Waiting> Waiting { get; } = new();
}

/// <summary>Claims of one queue that are answered together.</summary>
internal sealed class Turn(Line line, Granting asked)
{
    public Line Line { get; } = line;

    public Granting Asked { get; } = asked;

    public string TenantId => Line.TenantId;

    public string Feature => Line.Feature;
}

/// <summary>A claim that waits for its answer.</summary>
/// <param name="Key">The caller's own key, so that the claim is counted once; null if it is counted each time.</param>
/// <param name="Hold">The reservation to create; null if the amount is used at once.</param>
internal sealed record Waiting(decimal Amount, string? Key, Hold? Hold)
{
    private readonly TaskCompletionSource<Claimed> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<Claimed> Answer => _answer.Task;

    public void Say(Claimed claimed) => _answer.TrySetResult(claimed);

    public void Fail(Exception why) => _answer.TrySetException(why);
}
