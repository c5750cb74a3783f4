using OwnerConsole.Data;
using OwnerConsole.Plans.Features.Public;

namespace OwnerConsole.Plans.Entitlements;

/// <summary>Finds limit and usage of tenants for each feature.</summary>
internal static class FeatureBalances
{
    /// <param name="holdings">Entitlements of the tenants, by tenant id.</param>
    /// <returns>Balances by tenant, in the order of the features.</returns>
    public static async Task<IReadOnlyList<(string TenantId, FeatureBalance Standing)>> Of(
        IReadOnlyDictionary<string, TenantEntitlements> holdings,
        IReadOnlyList<KnownFeature> features,
        UnitOfWork work
    )
    {
        var usages = (await FeatureUsages.Of([.. holdings.Keys], work)).ToDictionary(usage => (usage.TenantId, usage.Feature));
        return
        [
            .. from holding in holdings.Values
            from feature in features
            let usage = usages.GetValueOrDefault((holding.TenantId, feature.Key))
            select (holding.TenantId, FeatureBalance.Of(holding.Of(feature), holding, usage)),
        ];
    }
}
