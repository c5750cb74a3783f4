using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Plans.Entitlements.Overrides;
using OwnerConsole.Plans.Grants.Public;
using OwnerConsole.Plans.Plans.Public;

namespace OwnerConsole.Plans.Entitlements;

/// <inheritdoc cref="FeatureTenantsStatement"/>
internal static class FeatureTenants
{
    private const string IsGranted = "not in ('off', '0')";

    public static readonly FeatureTenantsStatement OfFeatures = new(
        $"""
        with known as (
          select f.key, f.allows from features.features f where f.key = any(@features) and f.closed_by is null),
        held as (
          select i.tenant_id, i.plan, coalesce(i.taken_at, i.from_at) as from_at from core.plan_items i where i.to_at is null
          union all
          select g.tenant_id, g.plan, g.from_at from ({GrantedPlans.OpenSql}) g),
        planned as (
          select h.tenant_id, l.feature, l.allows
            from held h cross join lateral ({PlanCatalogue.VersionOfHolder}) v
            join plans.limits l on l.plan_id = v.plan_id and l.number = v.number
            join known k on k.key = l.feature),
        overridden as (
          select o.tenant_id, o.feature, o.allows from entitlements.overrides o join known k on k.key = o.feature where {OverrideList.IsOpen})
        select p.tenant_id from planned p
         where p.allows {IsGranted} and not exists (select from overridden o where o.tenant_id = p.tenant_id and o.feature = p.feature)
        union
        select o.tenant_id from overridden o where o.allows {IsGranted}
        union
        select t.tenant_id
          from known k cross join core.tenants t
         where k.allows {IsGranted}
           and not exists (select from planned p where p.tenant_id = t.tenant_id and p.feature = k.key)
           and not exists (select from overridden o where o.tenant_id = t.tenant_id and o.feature = k.key)
        """,
        "select f.key from features.features f where f.key = any(@features) and f.closed_by is null"
    );
}
