using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Pure.Amounts;
using OwnerConsole.Tenants.Entitlements.Public;
using OwnerConsole.Tenants.Plans.Public;

namespace OwnerConsole.Tenants.Campaigns;

/// <summary>What decides about moving a tenant to the version of a plan that is sold today.</summary>
/// <param name="Plan">null when none can be chosen that has this key</param>
/// <param name="Quantity">that it holds; null when it doesn't hold the plan</param>
/// <param name="Number">of the version that it is on</param>
/// <param name="Pays">a month, estimated; null when it pays nothing, or nobody knows</param>
/// <param name="IsOverLimit">it would have used or hold more than it may then</param>
public sealed record VersionFacts(
    string TenantId,
    long Revision,
    Population Population,
    Lifecycle Lifecycle,
    KnownPlan? Plan,
    int? Quantity,
    int? Number,
    Money? Pays,
    bool IsOverLimit
) : ISubject
{
    public string Id => TenantId;

    /// <summary>What the campaign says that it would be moved for; null outside of one.</summary>
    public InCampaign? In { get; init; }

    public bool IsOver => Lifecycle is Lifecycle.Cancelled or Lifecycle.Anonymised;

    /// <summary>By which of the plan's prices it is paid; null for the first.</summary>
    public (PeriodUnit Interval, string Currency)? PaidBy { get; init; }

    /// <summary>What the version that is sold costs it; null when that has no such price.</summary>
    public PlanPrice? Sold => Plan?.Paid(PaidBy?.Interval, PaidBy?.Currency);

    /// <summary>A month, estimated, on the version that is sold; null for a tenant that pays nothing.</summary>
    public Money? WouldPay =>
        Lifecycle is Lifecycle.Active && Sold is { } sold && Quantity is { } quantity ? new Money(sold.Each.Monthly(quantity), sold.Price.Currency) : null;

    public static async Task<IReadOnlyList<VersionFacts>> Load(IReadOnlyList<string> ids, string plan, string? campaignId, Work work)
    {
        var campaign = campaignId is null ? null : await InCampaign.Load(campaignId, ids, work); // first: another wave of it is waited for here
        var rows = await work.List<Row>(
            $"""
            select s.tenant_id, s.revision + {PlanHoldings.Revision} as revision, s.population, s.lifecycle, h.quantity, v.number, h.currency as paid_in, h.interval as paid_for, p.amount, p.currency, p.unit, p.units
              from core.tenant_status s
              left join lateral (
                select i.plan, i.quantity, i.currency, i.interval, i.taken_at, coalesce(i.taken_at, i.from_at) as from_at
                  from core.plan_items i where i.tenant_id = s.tenant_id and i.plan = @plan and i.to_at is null) h on true
              left join lateral ({PlanBook.VersionHeld}) v on true
              left join lateral (select r.amount, r.currency, r.unit, r.units from core.plan_prices r where {PlanPrices.Paid(
                "h",
                "now()"
            )} order by r.from_at desc limit 1) p on true
             where s.tenant_id = any(@ids)
             order by s.tenant_id
             {work.ForUpdate("s")}
            """,
            new { ids, plan }
        );
        var sold = await PlanBook.Sold(plan, work);
        var over = sold is var (known, limits) ? await Foreseen.Over([.. rows.Select(row => row.TenantId)], known.PlanId, limits, work) : [];
        return
        [
            .. rows.Select(row => new VersionFacts(
                row.TenantId,
                row.Revision + (sold?.Plan.Number ?? 0),
                row.Population,
                row.Lifecycle,
                sold?.Plan,
                row.Quantity,
                row.Number,
                row.Pays,
                over.Contains(row.TenantId)
            )
            {
                In = campaign,
                PaidBy = row is { PaidIn: { } currency, PaidFor: { } interval } ? (interval, currency) : null,
            }),
        ];
    }

    private sealed record Row(
        string TenantId,
        long Revision,
        Population Population,
        Lifecycle Lifecycle,
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
            Lifecycle is Lifecycle.Active
            && Quantity is { } quantity
            && this is { Amount: { } amount, Currency: { } currency, Unit: { } unit, Units: { } units }
                ? new Money(new RecurringPrice(new(amount, currency), unit, units).Monthly(quantity), currency)
                : null;
    }
}
