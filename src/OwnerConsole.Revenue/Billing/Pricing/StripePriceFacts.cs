using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Revenue.Billing.Pricing;

/// <summary>A Stripe price and the plan that it is to be mapped to.</summary>
/// <param name="IsRecurring">False for a one-time price.</param>
/// <param name="Plan">Key of the plan that it is mapped to; null for none.</param>
/// <param name="Version">Number of the version of that plan; null for the plan as a whole.</param>
/// <param name="PlanId">ID of that plan; null for none, or if the plan no longer exists.</param>
/// <param name="Target">Key of the plan to map it to: the requested one, or the proposed one; null if there is no such plan.</param>
/// <param name="TargetVersion">Number of the version to map it to; null for the plan as a whole.</param>
/// <param name="HasTargetVersion">Whether the plan has that version.</param>
/// <param name="Revision">Changes with the current and the new plan, so that a preview with another proposal becomes outdated.</param>
public sealed record StripePriceFacts(
    string PriceId,
    string AccountId,
    bool IsRecurring,
    string? Plan,
    int? Version,
    string? PlanId,
    string? Target,
    int? TargetVersion,
    string? TargetId,
    bool HasTargetVersion,
    long Revision
) : ISubject
{
    public string Id => PriceId;

    public string TenantId => IdGenerator.Platform;

    /// <param name="plan">Key of the requested plan; null for the proposed plan.</param>
    /// <param name="version">Number of the requested version.</param>
    public static async Task<IReadOnlyList<StripePriceFacts>> Load(
        IReadOnlyList<string> ids,
        string? plan,
        int? version,
        PlanVersionPrices versions,
        UnitOfWork work
    )
    {
        if (work.IsLocking)
            await work.List<string>($"select p.id from billing.prices p where p.id = any(@ids) order by p.id {work.ForUpdate("p")}", new { ids });
        return await work.List<StripePriceFacts>(
            $"""
            with versions as materialized ({versions()})
            select p.id as price_id, p.account_id, p.interval is not null as is_recurring, p.plan, p.version, (select v.plan_id from versions v where v.plan = p.plan limit 1) as plan_id,
                   t.plan as target, n.version as target_version, t.plan_id as target_id, coalesce(t.has_version, false) as has_target_version,
                   hashtextextended(concat_ws(' ', p.plan, p.version, '>', t.plan, n.version), 0) as revision
              from {PriceSql.Planned(versions())} p
             cross join lateral (select coalesce(@plan, p.proposed_plan) as plan, case when @plan::text is null then p.proposed_version else @version end as version) n
              left join lateral (
                select v.plan, v.plan_id, bool_or(v.number = n.version) or n.version is null as has_version from versions v where v.plan = n.plan group by v.plan, v.plan_id) t on true
             where p.id = any(@ids) and (p.mode = 'test' or not @isTest)
             order by p.id
            """,
            new
            {
                ids,
                plan,
                version,
                isTest = work.Caller?.Mode is Mode.Test,
            }
        );
    }
}
