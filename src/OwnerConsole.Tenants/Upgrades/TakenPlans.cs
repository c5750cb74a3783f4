using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Tenants.Upgrades;

/// <summary>What a tenant holds once it has taken a plan in the place of others.</summary>
internal static class TakenPlans
{
    /// <returns>ordered by the plan's key. Where it gives up one plan, as many of the new one</returns>
    public static IReadOnlyList<PlanItem> Of(IReadOnlyList<PlanItem> held, string plan, IReadOnlyList<string> replaces)
    {
        PlanItem[] gone = [.. held.Where(item => replaces.Contains(item.Plan, StringComparer.Ordinal))];
        return [.. held.Except(gone).Append(new(plan, gone is [var one] ? one.Quantity : 1)).OrderBy(item => item.Plan, StringComparer.Ordinal)];
    }
}
