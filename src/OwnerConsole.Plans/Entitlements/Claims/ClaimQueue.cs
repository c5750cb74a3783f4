using OwnerConsole.Plans.Entitlements.Reservations;

namespace OwnerConsole.Plans.Entitlements.Claims;

/// <summary>Queue of pending claims for one tenant and feature, in order of arrival.</summary>
internal sealed class ClaimQueue(string tenantId, string feature)
{
    public string TenantId { get; } = tenantId;

    public string Feature { get; } = feature;

    public Queue<PendingClaim> Pending { get; } = new();
}

/// <summary>Claims of one queue that are answered together.</summary>
internal sealed class ClaimBatch(ClaimQueue line, ClaimGroup asked)
{
    public ClaimQueue Queue { get; } = line;

    public ClaimGroup Claims { get; } = asked;

    public string TenantId => Queue.TenantId;

    public string Feature => Queue.Feature;
}

/// <summary>A claim that waits for its answer.</summary>
/// <param name="Key">The caller's own key, so that the claim is counted once; null if it is counted each time.</param>
/// <param name="Hold">The reservation to create; null if the amount is used at once.</param>
internal sealed record PendingClaim(decimal Amount, string? Key, ReservationRequest? Hold)
{
    private readonly TaskCompletionSource<ClaimResult> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<ClaimResult> Answer => _answer.Task;

    public void Complete(ClaimResult claimed) => _answer.TrySetResult(claimed);

    public void Fail(Exception why) => _answer.TrySetException(why);
}
