using OwnerConsole.Data;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Plans.Plans.Public;
using OwnerConsole.Pure.Allowances;

namespace OwnerConsole.Plans.Entitlements.Claims;

/// <summary>A plan that would allow a refused request.</summary>
/// <param name="Plan">Key of the plan.</param>
/// <param name="Allows">What it grants: on, a number, unlimited, or a text value.</param>
public sealed record UpgradeOption(string Plan, string Name, string Allows)
{
    /// <param name="needed">Total amount needed, including current usage.</param>
    /// <param name="limit">Current limit; null if the feature isn't counted.</param>
    /// <returns>Plans on sale that would allow it and that the tenant isn't on, cheapest first; one more of an add-on counts.</returns>
    internal static async Task<IReadOnlyList<UpgradeOption>> Find(
        string tenantId,
        string feature,
        FeatureKind kind,
        decimal needed,
        decimal? limit,
        UnitOfWork work
    )
    {
        var held = await work.ListPlans(tenantId);
        return
        [
            .. (await PlanCatalogue.FindGranting(feature, work))
                .Where(plan => plan.IsAddon || !held.Contains(plan.Key, StringComparer.Ordinal))
                .Where(plan =>
                    Allowance.Read(kind, decimals: 6, plan.Allows) is { } allows
                    && (allows.Limit is { } most ? most + (plan.IsAddon ? limit ?? 0 : 0) >= needed : allows.Grants)
                )
                .Select(plan => new UpgradeOption(plan.Key, plan.Name, plan.Allows))
                .Reverse(),
        ];
    }
}
