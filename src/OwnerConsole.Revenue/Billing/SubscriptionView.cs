using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Revenue.Billing;

/// <summary>A subscription in the API.</summary>
/// <param name="Id">sub_…</param>
/// <param name="TenantId">null if the customer belongs to no tenant.</param>
/// <param name="CustomerId">cus_…</param>
/// <param name="Status">As Stripe names it.</param>
/// <param name="IsPaused">Whether the collection of payments is paused.</param>
/// <param name="Name">Names of its prices.</param>
/// <param name="Prices">price_… of its items.</param>
/// <param name="Quantity">Quantity of its first item; null for a metered price.</param>
/// <param name="Mrr">Amount per month.</param>
/// <param name="Interval">Billing interval of its first item: day, week, month or year, or a multiple of it given by intervals.</param>
/// <param name="Intervals">Number of intervals in a billing period.</param>
/// <param name="CollectionMethod">charge_automatically or send_invoice.</param>
/// <param name="CurrentUntil">End of the current period.</param>
/// <param name="CancelAt">When it is scheduled to be canceled.</param>
/// <param name="EndedAt">When it ended; null while it runs.</param>
/// <param name="Sync">null if the caller can't see events.</param>
/// <param name="SyncedAt">When it was last read from Stripe.</param>
public sealed record SubscriptionView(
    string Id,
    string? TenantId,
    string CustomerId,
    string Status,
    bool IsPaused,
    string? Name,
    IReadOnlyList<string> Prices,
    long? Quantity,
    Money Mrr,
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
)
{
    internal static SubscriptionView Of(BillingSubscription row) =>
        new(
            row.Id,
            row.TenantId,
            row.CustomerId,
            row.Status,
            row.IsPaused,
            row.Name,
            row.Prices,
            row.Quantity,
            row.Monthly,
            row.Interval,
            row.Intervals,
            row.CollectionMethod,
            row.CurrentUntil,
            row.TrialEndsAt,
            row.CancelAt,
            row.EndedAt,
            row.CreatedAt,
            row.Sync,
            row.SyncedAt
        );
}
