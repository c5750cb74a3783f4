using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Plans.Plans.Public;

namespace OwnerConsole.Plans.Upgrades;

/// <summary>Calculates a tenant's plans after it has replaced some of them with a new one.</summary>
internal static class PlanReplacement
{
    /// <param name="sold">The new plan; null when it isn't available.</param>
    /// <returns>The plans ordered by key. The quantity is kept when one plan is replaced. Currency and interval are kept when the new plan has such a price.</returns>
    public static IReadOnlyList<TenantPlanItem> Of(IReadOnlyList<TenantPlanItem> held, string plan, IReadOnlyList<string> replaces, KnownPlan? sold)
    {
        TenantPlanItem[] gone = [.. held.Where(item => replaces.Contains(item.Plan, StringComparer.Ordinal))];
        var paid = gone.Concat(held).FirstOrDefault(item => item.Currency is not null && sold?.FindPrice(item.Interval, item.Currency) is not null);
        var taken = new TenantPlanItem(plan, gone is [var one] ? one.Quantity : 1, paid?.Interval, paid?.Currency);
        return [.. held.Except(gone).Append(taken).OrderBy(item => item.Plan, StringComparer.Ordinal)];
    }
}
