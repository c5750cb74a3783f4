using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Pure.Allowances;
using OwnerConsole.Tenants.Features.Public;
using OwnerConsole.Tenants.Plans.Public;

namespace OwnerConsole.Tenants.Entitlements.Public;

/// <summary>Who would have used or hold more than they may, were a plan to grant something else.</summary>
public static class OverLimits
{
    private const int AtOnce = 500;

    /// <param name="planId">of the plan, whichever version of it they are on</param>
    /// <param name="plan">its key</param>
    /// <param name="limits">all that it would grant</param>
    /// <returns>ids; overrides and other plans of theirs count as they do today</returns>
    public static async Task<IReadOnlyList<string>> Find(string planId, string plan, IReadOnlyList<FeatureLimit> limits, Population population, Work work)
    {
        var features = (await FeatureBook.Find(work)).Where(feature => feature.IsCounted).ToList();
        var limited = features
            .Select(feature => (feature.Key, Allows: feature.Read(limits.FirstOrDefault(limit => limit.Feature == feature.Key)?.Allows ?? feature.Allows)))
            .Where(one => one.Allows?.Limit is not null)
            .ToList();
        // Few have used more than the plan alone would grant; of them all that decides is read.
        var candidates = await work.List<string>(
            $"""
            select distinct u.tenant_id
              from entitlements.usage u
              join unnest(@keys, @limits) l(feature, allows) on l.feature = u.feature and u.used + u.reserved > l.allows
              join core.tenants t on t.tenant_id = u.tenant_id and t.population = @population
             where {Usage.Runs} and exists (select from ({PlanBook.HeldNow}) h where h.tenant_id = u.tenant_id and h.plan = @plan)
             order by 1
            """,
            new
            {
                keys = limited.Select(one => one.Key).ToArray(),
                limits = limited.Select(one => one.Allows!.Limit!.Value).ToArray(), // filtered above
                population,
                plan,
            }
        );
        var over = new List<string>();
        foreach (var some in candidates.Chunk(AtOnce))
            over.AddRange(await Among(some, planId, limits, work));
        return over;
    }

    /// <returns>those of some tenants</returns>
    public static async Task<IReadOnlyList<string>> Among(IReadOnlyList<string> tenants, string planId, IReadOnlyList<FeatureLimit> limits, Work work)
    {
        var features = await FeatureBook.Find(work);
        var holdings = await Holdings.Of(tenants, work);
        var used = (await Usages.Of(tenants, work)).ToLookup(usage => usage.TenantId, StringComparer.Ordinal);
        return
        [
            .. tenants.Where(tenant =>
                holdings.GetValueOrDefault(tenant)?.With(planId, limits) is { } holding
                && used[tenant]
                    .Any(usage =>
                        features.FirstOrDefault(feature => feature.Key == usage.Feature) is { IsCounted: true } feature
                        && usage.Used + usage.Reserved > holding.Of(feature).Allows.Limit
                    )
            ),
        ];
    }
}
