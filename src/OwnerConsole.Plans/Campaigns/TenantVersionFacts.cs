using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Plans.Entitlements.Public;
using OwnerConsole.Plans.Plans.Public;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Plans.Campaigns;

/// <summary>State of a tenant that a migration to the current version of a plan checks.</summary>
/// <param name="Plan">The plan; null when no available plan has the key.</param>
/// <param name="Quantity">Quantity of the plan; null when the tenant isn't on it.</param>
/// <param name="Number">Number of the version the tenant is on.</param>
/// <param name="Pays">Estimated MRR; null when the tenant pays nothing or the amount is unknown.</param>
/// <param name="IsOverLimit">Whether its usage would exceed a limit of the current version.</param>
public sealed record TenantVersionFacts(
    string TenantId,
    long Revision,
    Mode Mode,
    TenantLifecycle Lifecycle,
    KnownPlan? Plan,
    int? Quantity,
    int? Number,
    Money? Pays,
    bool IsOverLimit
) : ISubject
{
    public string Id => TenantId;

    /// <summary>The campaign of the wave; null outside of a campaign.</summary>
    public WaveContext? Context { get; init; }

    public bool HasEnded => Lifecycle is TenantLifecycle.Cancelled or TenantLifecycle.Anonymised;

    /// <summary>Interval and currency that the tenant pays in; null for the first price.</summary>
    public (PeriodUnit Interval, string Currency)? PaidBy { get; init; }

    /// <summary>The tenant's price in the current version; null when there is no such price.</summary>
    public PlanPrice? Sold => Plan?.FindPrice(PaidBy?.Interval, PaidBy?.Currency);

    /// <summary>Estimated MRR on the current version; null when the tenant pays nothing.</summary>
    public Money? WouldPay =>
        Lifecycle is TenantLifecycle.Active && Sold is { } sold && Quantity is { } quantity
            ? new Money(sold.Each.Monthly(quantity), sold.Price.Currency)
            : null;

    public static async Task<IReadOnlyList<TenantVersionFacts>> Load(IReadOnlyList<string> ids, string plan, string? campaignId, UnitOfWork work)
    {
        var campaign = campaignId is null ? null : await WaveContext.Load(campaignId, ids, work); // must come first: it waits for another wave of the campaign
        var rows = await work.List<Row>(
            $"""
            select s.tenant_id, s.revision + {TenantPlanItems.Revision} as revision, s.mode, s.lifecycle, h.quantity, v.number, h.currency as paid_in, h.interval as paid_for, p.amount, p.currency, p.unit, p.units
              from core.tenant_status s
              left join lateral (
                select i.plan, i.quantity, i.currency, i.interval, i.taken_at, coalesce(i.taken_at, i.from_at) as from_at
                  from core.plan_items i where i.tenant_id = s.tenant_id and i.plan = @plan and i.to_at is null) h on true
              left join lateral ({PlanCatalogue.VersionOfHolder}) v on true
              left join lateral (select r.amount, r.currency, r.unit, r.units from core.plan_prices r where {PlanPrices.IsPaidPrice(
                "h",
                "now()"
            )} order by r.from_at desc limit 1) p on true
             where s.tenant_id = any(@ids)
             order by s.tenant_id
             {work.ForUpdate("s")}
            """,
            new { ids, plan }
        );
        var sold = await PlanCatalogue.FindCurrent(plan, work);
        var over = sold is var (known, limits) ? await LimitForecast.FindOverLimit([.. rows.Select(row => row.TenantId)], known.PlanId, limits, work) : [];
        return
        [
            .. rows.Select(row => new TenantVersionFacts(
                row.TenantId,
                row.Revision + (sold?.Plan.Number ?? 0),
                row.Mode,
                row.Lifecycle,
                sold?.Plan,
                row.Quantity,
                row.Number,
                row.Pays,
                over.Contains(row.TenantId)
            )
            {
                Context = campaign,
                PaidBy = row is { PaidIn: { } currency, PaidFor: { } interval } ? (interval, currency) : null,
            }),
        ];
    }

    private sealed record Row(
        string TenantId,
        long Revision,
        Mode Mode,
        TenantLifecycle Lifecycle,
        int? Quantity,
        int? Number,
        string? PaidIn,
        PeriodUnit? PaidFor,
        long? Amount,
        string? Currency,
        PeriodUnit? Unit,
        int? Units
    )
    {
        public Money? Pays =>
            Lifecycle is TenantLifecycle.Active
            && Quantity is { } quantity
            && this is { Amount: { } amount, Currency: { } currency, Unit: { } unit, Units: { } units }
                ? new Money(new RecurringPrice(new(amount, currency), unit, units).Monthly(quantity), currency)
                : null;
    }
}
