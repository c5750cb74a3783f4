using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Revenue.Billing;

/// <summary>An attempt to collect money.</summary>
/// <param name="IsUnpaid">Whether it failed, and no later attempt has succeeded.</param>
/// <param name="Method">Such as visa 4242.</param>
/// <param name="FailureCode">Decline code of the bank if there is one, else the code of the failure.</param>
/// <param name="Sync">Null if the caller can't see events.</param>
public sealed record BillingPayment(
    string Id,
    string? TenantId,
    string? Tenant,
    string? CustomerId,
    string? Customer,
    string? InvoiceId,
    string Status,
    bool IsUnpaid,
    string Currency,
    long AmountMinor,
    long RefundedMinor,
    bool IsDisputed,
    string? Method,
    string? FailureCode,
    string? FailureMessage,
    DateTimeOffset CreatedAt,
    RecordSync? Sync,
    DateTimeOffset SyncedAt
) : IBillingRecord
{
    public bool IsUrgent => IsUnpaid;

    public Money Amount => new(AmountMinor, Currency);

    public Money Refunded => new(RefundedMinor, Currency);
}
