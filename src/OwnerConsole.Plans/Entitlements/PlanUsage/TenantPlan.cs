using OwnerConsole.Data;
using OwnerConsole.Plans.Grants.Public;
using OwnerConsole.Plans.Plans.Public;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Plans.Entitlements.PlanUsage;

/// <summary>A plan that a tenant is on or was granted, in the tenant's version.</summary>
/// <param name="Plan">Key of the plan.</param>
/// <param name="SourceId">Id of the plan and its version, such as <c>pln_…:3</c>; null, like the rest, for an unknown plan.</param>
/// <param name="PaidIn">Billing currency, if it isn't that of the plan's first price; null otherwise, like the next.</param>
/// <param name="IsGiven">Whether it was granted without payment.</param>
/// <param name="UntilAt">When a granted plan expires; null if it doesn't.</param>
public sealed record TenantPlan(
    string Plan,
    string? PlanId,
    string? SourceId,
    string? Name,
    long? Amount,
    string? Currency,
    PlanInterval? Interval,
    string? PaidIn,
    PeriodUnit? PaidFor,
    bool IsGiven,
    DateTimeOffset? UntilAt
)
{
    public string DisplayName => Name ?? Plan;

    /// <summary>Price of the plan; null if it is free, granted or unknown.</summary>
    public Money? Price => Amount is > 0 && !IsGiven ? new(Amount.Value, Currency!) : null; // An amount has a currency.

    public static Task<IReadOnlyList<TenantPlan>> Find(string tenantId, UnitOfWork work) =>
        work.List<TenantPlan>(
            $"""
            with held as (
              select i.plan, coalesce(i.taken_at, i.from_at) as from_at, i.currency, i.interval, null::timestamptz as until_at, false as is_given from core.plan_items i where i.tenant_id = @tenantId and i.to_at is null
              union all
              select g.plan, g.from_at, null, null, g.until_at, true from ({GrantedPlans.OpenSql}) g where g.tenant_id = @tenantId)
            select h.plan, v.plan_id, v.plan_id || ':' || v.number as source_id, e.name, e.amount, e.currency, e.interval, h.currency as paid_in, h.interval as paid_for, h.is_given, h.until_at
              from held h
              left join lateral ({PlanCatalogue.VersionOfHolder}) v on true
              left join lateral ({PlanCatalogue.TermsOf}) e on true
             order by e.amount nulls last, h.plan
            """,
            new { tenantId }
        );
}
