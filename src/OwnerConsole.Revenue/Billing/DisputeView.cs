using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Revenue.Billing;

/// <summary>A dispute of a payment in the API.</summary>
/// <param name="Id">dp_…</param>
/// <param name="TenantId">null if the customer belongs to no tenant.</param>
/// <param name="CustomerId">cus_…; null for a payment without a customer.</param>
/// <param name="PaymentId">ch_…</param>
/// <param name="Status">As Stripe names it.</param>
/// <param name="NeedsResponse">Whether evidence is due.</param>
/// <param name="Amount">Disputed amount.</param>
/// <param name="Reason">Reason of the dispute, as Stripe names it.</param>
/// <param name="EvidenceDueAt">When evidence is due; null if none is needed.</param>
/// <param name="SyncedAt">When it was last read from Stripe.</param>
public sealed record DisputeView(
    string Id,
    string? TenantId,
    string? CustomerId,
    string? PaymentId,
    string Status,
    bool NeedsResponse,
    Money Amount,
    string Reason,
    DateTimeOffset? EvidenceDueAt,
    DateTimeOffset CreatedAt,
    DateTimeOffset SyncedAt
)
{
    internal static DisputeView Of(BillingDispute row) =>
        new(
            row.Id,
            row.TenantId,
            row.CustomerId,
            row.PaymentId,
            row.Status,
            row.NeedsResponse,
            row.Amount,
            row.Reason,
            row.EvidenceDueAt,
            row.CreatedAt,
            row.SyncedAt
        );
}
