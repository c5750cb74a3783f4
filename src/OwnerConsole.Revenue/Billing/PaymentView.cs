using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Revenue.Billing;

/// <summary>A payment in the API.</summary>
/// <param name="Id">ch_…</param>
/// <param name="TenantId">null if the customer belongs to no tenant.</param>
/// <param name="CustomerId">cus_…; null for a payment without a customer.</param>
/// <param name="InvoiceId">in_…</param>
/// <param name="Status">succeeded, pending or failed.</param>
/// <param name="IsUnpaid">Whether it failed, and no later attempt has succeeded.</param>
/// <param name="Amount">Amount of the payment.</param>
/// <param name="Refunded">Refunded part of the amount.</param>
/// <param name="IsDisputed">Whether the customer disputes it.</param>
/// <param name="Method">Such as visa 4242.</param>
/// <param name="FailureCode">Decline code of the bank if there is one, else the code of the failure.</param>
/// <param name="FailureMessage">Why it failed, as Stripe says; null if it didn't.</param>
/// <param name="Sync">null if the caller can't see events.</param>
/// <param name="SyncedAt">When it was last read from Stripe.</param>
public sealed record PaymentView(
    string Id,
    string? TenantId,
    string? CustomerId,
    string? InvoiceId,
    string Status,
    bool IsUnpaid,
    Money Amount,
    Money Refunded,
    bool IsDisputed,
    string? Method,
    string? FailureCode,
    string? FailureMessage,
    DateTimeOffset CreatedAt,
    RecordSync? Sync,
    DateTimeOffset SyncedAt
)
{
    internal static PaymentView Of(BillingPayment row) =>
        new(
            row.Id,
            row.TenantId,
            row.CustomerId,
            row.InvoiceId,
            row.Status,
            row.IsUnpaid,
            row.Amount,
            row.Refunded,
            row.IsDisputed,
            row.Method,
            row.FailureCode,
            row.FailureMessage,
            row.CreatedAt,
            row.Sync,
            row.SyncedAt
        );
}
