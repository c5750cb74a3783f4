using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Revenue.Billing;

/// <summary>A refund of a payment.</summary>
public sealed record BillingRefund(
    string Id,
    string? TenantId,
    string? Tenant,
    string? CustomerId,
    string? Customer,
    string? PaymentId,
    string Status,
    string Currency,
    long AmountMinor,
    string? Reason,
    string? FailureReason,
    DateTimeOffset CreatedAt,
    DateTimeOffset SyncedAt
) : IBillingRecord
{
    public Money Amount => new(AmountMinor, Currency);
}
