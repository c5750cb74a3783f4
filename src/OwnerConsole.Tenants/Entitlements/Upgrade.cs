using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Pure.Allowances;
using OwnerConsole.Tenants.Plans.Public;

namespace OwnerConsole.Tenants.Entitlements;

/// <summary>A plan that would allow what was refused.</summary>
/// <param name="Plan">its key</param>
/// <param name="Allows">on, a number or unlimited, or a value</param>
public sealed record Upgrade(string Plan, string Name, string Allows)
{
    /// <param name="needed">in all, with what is used already</param>
    /// <param name="limit">what is granted now; null for what isn't counted</param>
    /// <returns>the plans that are sold today, would allow it and are not the tenant's already, the cheapest first; another piece of an add-on counts</returns>
    internal static async Task<IReadOnlyList<Upgrade>> Find(string tenantId, string feature, FeatureKind kind, decimal needed, decimal? limit, Work work)
    {
        var held = await work.HeldPlans(tenantId);
        return
        [
            .. (await PlanBook.Granting(feature, work))
                .Where(plan => plan.IsAddon || !held.Contains(plan.Key, StringComparer.Ordinal))
                .Where(plan =>
                    Allowance.Read(kind, decimals: 6, plan.Allows) is { } allows
                    && (allows.Limit is { } most ? most + (plan.IsAddon ? limit ?? 0 : 0) >= needed : allows.Grants)
                )
                .Select(plan => new Upgrade(plan.Key, plan.Name, plan.Allows))
                .Reverse(),
        ];
    }
}
