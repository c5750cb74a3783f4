using OwnerConsole.Data;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Plans.Features.Public;
using OwnerConsole.Plans.Plans.Public;

namespace OwnerConsole.Plans.Entitlements.Public;

/// <summary>Forecasts limits for plan changes: current usage of tenants, their limits on another plan, and the tenants that would exceed them.</summary>
public static class LimitForecast
{
    private const int BatchSize = 500;

    /// <param name="asked">Requests, each with a key of the caller: a tenant, the plans that it would get and those that it would lose.</param>
    /// <returns>The change of every feature's limit, by those keys.</returns>
    public static async Task<ILookup<string, LimitChange>> FindChanges(
        IReadOnlyList<(string Key, string TenantId, IReadOnlyList<TenantPlanItem> Added, IReadOnlyList<string> Gone)> asked,
        UnitOfWork work
    )
    {
        var features = await FeatureCatalogue.Find(work);
        string[] tenants = [.. asked.Select(one => one.TenantId).Distinct(StringComparer.Ordinal)];
        var now = await EntitlementResolver.Resolve(tenants, work);
        var then = await EntitlementResolver.PreviewGrants(asked, work);
        var used = (await FeatureUsages.Of(tenants, work)).ToLookup(usage => (usage.TenantId, usage.Feature), usage => usage.Used);
        return asked
            .Where(one => now.ContainsKey(one.TenantId))
            .SelectMany(one =>
            {
                var before = now[one.TenantId];
                var after = before with { Grants = [.. before.Grants.Where(grant => grant.IsOverride), .. then[one.Key]] };
                return features.Select(feature =>
                    (one.Key, new LimitChange(feature, before.Of(feature).Allows, after.Of(feature).Allows, used[(one.TenantId, feature.Key)].FirstOrDefault()))
                );
            })
            .ToLookup(one => one.Key, one => one.Item2, StringComparer.Ordinal);
    }

    /// <param name="most">Maximum number of periods per feature.</param>
    /// <returns>Usage of the periods that have started, latest first.</returns>
    public static Task<IReadOnlyList<UsagePeriod>> History(IReadOnlyCollection<string> tenants, int most, UnitOfWork work) =>
        FeatureUsages.FindPeriods(tenants, most, work);

    /// <param name="planId">Id of the plan; the tenants can be on any version of it.</param>
    /// <param name="plan">Key of the plan.</param>
    /// <param name="limits">All limits that it would grant.</param>
    /// <returns>Ids of tenants that would exceed a limit; their overrides and other plans stay as they are.</returns>
    public static async Task<IReadOnlyList<string>> FindOverLimit(string planId, string plan, IReadOnlyList<FeatureLimit> limits, Mode mode, UnitOfWork work)
    {
        var features = (await FeatureCatalogue.Find(work)).Where(feature => feature.IsUsedUp).ToList();
        var limited = features
            .Select(feature => (feature.Key, Allows: feature.Read(limits.FirstOrDefault(limit => limit.Feature == feature.Key)?.Allows ?? feature.Allows)))
            .Where(one => one.Allows?.Limit is not null)
            .ToList();
        // Few tenants have used more than the plan alone would grant; only for those everything is read.
        var candidates = await work.List<string>(
            $"""
            select distinct u.tenant_id
              from entitlements.usage u
              join unnest(@keys, @limits) l(feature, allows) on l.feature = u.feature and u.used + u.reserved - u.burnt > l.allows
              join core.tenants t on t.tenant_id = u.tenant_id and t.mode = @mode
             where {FeatureUsage.CurrentPeriod} and exists (select from ({PlanCatalogue.CurrentHolders}) h where h.tenant_id = u.tenant_id and h.plan = @plan)
             order by 1
            """,
            new
            {
                keys = limited.Select(one => one.Key).ToArray(),
                limits = limited.Select(one => one.Allows!.Limit!.Value).ToArray(), // Filtered above.
                mode,
                plan,
            }
        );
        var over = new List<string>();
        foreach (var some in candidates.Chunk(BatchSize))
            over.AddRange(await FindOverLimit(some, planId, limits, work));
        return over;
    }

    /// <returns>Those of some tenants.</returns>
    public static async Task<IReadOnlyList<string>> FindOverLimit(
        IReadOnlyList<string> tenants,
        string planId,
        IReadOnlyList<FeatureLimit> limits,
        UnitOfWork work
    )
    {
        var features = await FeatureCatalogue.Find(work);
        var holdings = await EntitlementResolver.Resolve(tenants, work);
        var used = (await FeatureUsages.Of(tenants, work)).ToLookup(usage => usage.TenantId, StringComparer.Ordinal);
        return
        [
            .. tenants.Where(tenant =>
                holdings.GetValueOrDefault(tenant)?.With(planId, limits) is { } holding
                && used[tenant]
                    .Any(usage =>
                        features.FirstOrDefault(feature => feature.Key == usage.Feature) is { IsUsedUp: true } feature
                        && usage.Used + usage.Reserved - usage.Burnt > holding.Of(feature).Allows.Limit
                    )
            ),
        ];
    }
}
