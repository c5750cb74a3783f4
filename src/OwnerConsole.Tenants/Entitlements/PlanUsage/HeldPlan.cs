using OwnerConsole.Kernel.Data;
using OwnerConsole.Pure.Amounts;
using OwnerConsole.Tenants.Grants.Public;
using OwnerConsole.Tenants.Plans.Public;

namespace OwnerConsole.Tenants.Entitlements.PlanUsage;

/// <summary>A plan that a tenant holds or was given, in the version that is its own.</summary>
/// <param name="Plan">its key</param>
/// <param name="SourceId">the plan's id and the version as <c>pln_…:3</c>; null, as the rest, for a plan that isn't known here</param>
/// <param name="PaidIn">the currency that the tenant pays in, where it isn't the plan's first price; null otherwise, as the next</param>
/// <param name="IsGiven">without payment</param>
/// <param name="UntilAt">when a plan that was given ends; null for no end</param>
public sealed record HeldPlan(
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
    public string Called => Name ?? Plan;

    /// <summary>Null where nobody pays, or nobody knows here how much.</summary>
    public Money? Price => Amount is > 0 && !IsGiven ? new(Amount.Value, Currency!) : null; // an amount has one

    public static Task<IReadOnlyList<HeldPlan>> Find(string tenantId, Work work) =>
        work.List<HeldPlan>(
            $"""
            with held as (
              select i.plan, coalesce(i.taken_at, i.from_at) as from_at, i.currency, i.interval, null::timestamptz as until_at, false as is_given from core.plan_items i where i.tenant_id = @tenantId and i.to_at is null
              union all
              select g.plan, g.from_at, null, null, g.until_at, true from ({GrantedPlans.Sql}) g where g.tenant_id = @tenantId)
            select h.plan, v.plan_id, v.plan_id || ':' || v.number as source_id, e.name, e.amount, e.currency, e.interval, h.currency as paid_in, h.interval as paid_for, h.is_given, h.until_at
              from held h
              left join lateral ({PlanBook.VersionHeld}) v on true
              left join lateral ({PlanBook.TermsOf}) e on true
             order by e.amount nulls last, h.plan
            """,
            new { tenantId }
        );
}
