using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Revenue.Billing;

/// <summary>A subscription.</summary>
/// <param name="Name">Names of its prices.</param>
/// <param name="Quantity">Quantity of its first item; null for a metered price.</param>
/// <param name="MrrMinor">Amount per month in the smallest currency unit, with decimals.</param>
/// <param name="CurrentUntil">End of the current period.</param>
/// <param name="CancelAt">When it is scheduled to be canceled.</param>
/// <param name="Sync">Null if the caller can't see events.</param>
/// <param name="SyncedAt">When it was last read from Stripe.</param>
public sealed record BillingSubscription(
    string Id,
    string? TenantId,
    string? Tenant,
    string CustomerId,
    string? Customer,
    string Status,
    bool IsPaused,
    string[] Prices,
    string? Name,
    long? Quantity,
    string Currency,
    decimal MrrMinor,
    string? Interval,
    int? Intervals,
    string CollectionMethod,
    DateTimeOffset? CurrentUntil,
    DateTimeOffset? TrialEndsAt,
    DateTimeOffset? CancelAt,
    DateTimeOffset? EndedAt,
    DateTimeOffset CreatedAt,
    RecordSync? Sync,
    DateTimeOffset SyncedAt
) : IBillingRecord
{
    public Money Monthly => new(Mrr.RoundForDisplay(MrrMinor), Currency);
}
