using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Revenue.Billing;

/// <summary>An invoice.</summary>
/// <param name="Number">Null for a draft.</param>
/// <param name="IsOverdue">Whether it is open and its due date has passed.</param>
/// <param name="Reason">Why it was created, such as subscription_cycle.</param>
/// <param name="Attempts">Number of attempts to collect its payment.</param>
/// <param name="PageUrl">Page where the customer can pay.</param>
/// <param name="Sync">Null if the caller can't see events.</param>
public sealed record BillingInvoice(
    string Id,
    string? TenantId,
    string? Tenant,
    string CustomerId,
    string? Customer,
    string? SubscriptionId,
    string? Number,
    string Status,
    bool IsOverdue,
    string? Reason,
    string Currency,
    long TotalMinor,
    long PaidMinor,
    long RemainingMinor,
    int Attempts,
    DateTimeOffset? NextAttemptAt,
    string CollectionMethod,
    DateTimeOffset? DueAt,
    DateTimeOffset? PaidAt,
    string? PageUrl,
    string? PdfUrl,
    DateTimeOffset CreatedAt,
    RecordSync? Sync,
    DateTimeOffset SyncedAt
) : IBillingRecord
{
    public Money Total => new(TotalMinor, Currency);

    public Money Paid => new(PaidMinor, Currency);

    public Money Remaining => new(RemainingMinor, Currency);
}
