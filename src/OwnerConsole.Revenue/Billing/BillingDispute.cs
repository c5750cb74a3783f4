using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Revenue.Billing;

/// <summary>A dispute of a payment.</summary>
/// <param name="NeedsResponse">Whether evidence is due.</param>
public sealed record BillingDispute(
    string Id,
    string? TenantId,
    string? Tenant,
    string? CustomerId,
    string? Customer,
    string? PaymentId,
    string Status,
    bool NeedsResponse,
    string Currency,
    long AmountMinor,
    string Reason,
    DateTimeOffset? EvidenceDueAt,
    DateTimeOffset CreatedAt,
    DateTimeOffset SyncedAt
) : IBillingRecord
{
    public bool IsUrgent => NeedsResponse;

    public Money Amount => new(AmountMinor, Currency);
}
