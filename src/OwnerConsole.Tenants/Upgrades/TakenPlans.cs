using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Tenants.Plans.Public;

namespace OwnerConsole.Tenants.Upgrades;

/// <summary>What a tenant holds once it has taken a plan in the place of others.</summary>
internal static class TakenPlans
{
    /// <param name="sold">the same plan, where it can be chosen; null where it can't</param>
    /// <returns>ordered by the plan's key. Where it gives up one plan, as many of the new one; paid as what it held was, where the plan has such a price</returns>
    public static IReadOnlyList<PlanItem> Of(IReadOnlyList<PlanItem> held, string plan, IReadOnlyList<string> replaces, KnownPlan? sold)
    {
        PlanItem[] gone = [.. held.Where(item => replaces.Contains(item.Plan, StringComparer.Ordinal))];
        var paid = gone.Concat(held).FirstOrDefault(item => item.Currency is not null && sold?.Paid(item.Interval, item.Currency) is not null);
        var taken = new PlanItem(plan, gone is [var one] ? one.Quantity : 1, paid?.Interval, paid?.Currency);
        return [.. held.Except(gone).Append(taken).OrderBy(item => item.Plan, StringComparer.Ordinal)];
    }
}
