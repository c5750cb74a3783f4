using OwnerConsole.Data;
using OwnerConsole.Plans.Entitlements.Reservations;

namespace OwnerConsole.Plans.Entitlements.Claims;

/// <summary>Pending claims for one tenant and feature that are answered together.</summary>
internal sealed class ClaimBatch(Batch<(string TenantId, string Feature), PendingClaim> batch)
{
    public Batch<(string TenantId, string Feature), PendingClaim> Batch { get; } = batch;

    public ClaimGroup Claims { get; } = new(batch.Items);

    public string TenantId => Batch.Key.TenantId;

    public string Feature => Batch.Key.Feature;
}

/// <summary>A claim that waits for its answer.</summary>
/// <param name="key">The caller's own key, so that the claim is counted once; null if it is counted each time.</param>
/// <param name="hold">The reservation to create; null if the amount is used at once.</param>
internal sealed class PendingClaim(decimal amount, string? key, ReservationRequest? hold) : PendingItem<ClaimResult>
{
    public decimal Amount { get; } = amount;

    public string? Key { get; } = key;

    public ReservationRequest? Hold { get; } = hold;
}
