using OwnerConsole.Kernel.Data;
using OwnerConsole.Tenants.Features.Public;

namespace OwnerConsole.Tenants.Entitlements.Public;

/// <summary>For whoever decides about plans: what tenants have used, and what they could use on another plan.</summary>
public static class Foreseen
{
    /// <param name="asked">each by a key of the caller's: a tenant, the plan that it would hold and those that it would give up</param>
    /// <returns>every feature that is declared, by those keys</returns>
    public static async Task<ILookup<string, LimitChange>> Limits(
        IReadOnlyList<(string Key, string TenantId, string Plan, IReadOnlyList<string> Gone)> asked,
        Work work
    )
    {
        var features = await FeatureBook.Find(work);
        string[] tenants = [.. asked.Select(one => one.TenantId).Distinct(StringComparer.Ordinal)];
        var now = await Holdings.Of(tenants, work);
        var then = await Holdings.Foreseen(asked, work);
        var used = (await Usages.Of(tenants, work)).ToLookup(usage => (usage.TenantId, usage.Feature), usage => usage.Used);
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

    /// <param name="most">periods of each feature</param>
    /// <returns>what was used in the periods that began, the latest first</returns>
    public static Task<IReadOnlyList<UsedPeriod>> History(IReadOnlyCollection<string> tenants, int most, Work work) => Usages.Earlier(tenants, most, work);
}
