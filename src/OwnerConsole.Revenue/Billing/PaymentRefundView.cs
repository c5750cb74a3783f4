using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Revenue.Billing;

/// <summary>A refund of a payment in the API.</summary>
/// <param name="Id">re_…</param>
/// <param name="TenantId">null if the customer belongs to no tenant.</param>
/// <param name="CustomerId">cus_…; null for a payment without a customer.</param>
/// <param name="PaymentId">ch_…</param>
/// <param name="Status">succeeded, pending, requires_action, failed or canceled.</param>
/// <param name="Amount">Refunded amount.</param>
/// <param name="Reason">Reason of the refund; null if none was given.</param>
/// <param name="FailureReason">Why it failed, as Stripe says; null if it didn't.</param>
/// <param name="SyncedAt">When it was last read from Stripe.</param>
public sealed record PaymentRefundView(
    string Id,
    string? TenantId,
    string? CustomerId,
    string? PaymentId,
    string Status,
    Money Amount,
    string? Reason,
    string? FailureReason,
    DateTimeOffset CreatedAt,
    DateTimeOffset SyncedAt
)
{
    internal static PaymentRefundView Of(BillingRefund row) =>
        new(row.Id, row.TenantId, row.CustomerId, row.PaymentId, row.Status, row.Amount, row.Reason, row.FailureReason, row.CreatedAt, row.SyncedAt);
}
