using OwnerConsole.Data;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Revenue.Manual;

/// <summary>Price of a manual subscription from a point in time.</summary>
/// <param name="Mode">Mode of the tenant.</param>
/// <param name="FromAt">Until the next terms of the subscription.</param>
/// <param name="Plan">Key of the plan that its MRR counts for; null for none.</param>
/// <param name="AmountMinor">Price per unit and interval.</param>
/// <param name="IsEnd">Whether the subscription ends at this time.</param>
/// <param name="OpenedAt">When a person recorded them.</param>
internal sealed record ManualTerms(
    string TenantId,
    string SubscriptionId,
    Mode Mode,
    DateTimeOffset FromAt,
    string Name,
    string? Plan,
    long AmountMinor,
    string Currency,
    PeriodUnit Interval,
    int Intervals,
    long Quantity,
    bool IsEnd,
    DateTimeOffset OpenedAt
)
{
    /// <summary>MRR in the smallest currency unit, with decimals.</summary>
    public decimal MrrMinor => IsEnd ? 0 : new RecurringPrice(new(AmountMinor, Currency), Interval, Intervals).MonthlyExact(Quantity);

    /// <summary>Why it adds nothing to MRR; null if it does.</summary>
    public string? ZeroReason =>
        IsEnd ? "cancelled"
        : AmountMinor == 0 ? "to_free"
        : Quantity == 0 ? "to_zero"
        : null;

    /// <returns>The current terms of these subscriptions, oldest first.</returns>
    public static Task<IReadOnlyList<ManualTerms>> Find(IReadOnlyCollection<string> subscriptions, UnitOfWork work) =>
        work.List<ManualTerms>(
            """
            select s.tenant_id, s.subscription_id, t.mode, s.from_at, s.name, s.plan, s.amount_minor, s.currency, s.interval, s.intervals, s.quantity, s.is_end, s.opened_at
              from manual.subscription_terms s
              join core.tenants t using (tenant_id)
             where s.subscription_id = any(@subscriptions) and s.closed_by is null
             order by s.subscription_id, s.from_at
            """,
            new { subscriptions = subscriptions.ToArray() }
        );
}
