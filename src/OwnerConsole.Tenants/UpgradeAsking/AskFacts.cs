using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Tenants.Plans.Public;
using OwnerConsole.Tenants.Upgrades.Public;

namespace OwnerConsole.Tenants.UpgradeAsking;

/// <summary>Plans that a tenant can request, and its previous requests.</summary>
/// <param name="Choices">Plans on sale that the tenant isn't on, the cheapest first.</param>
/// <param name="Held">Keys of the plans the tenant pays for, without add-ons.</param>
/// <param name="Names">Names of plans by key.</param>
/// <param name="Requests">Previous requests, newest first.</param>
public sealed record AskFacts(
    IReadOnlyList<KnownPlan> Choices,
    IReadOnlyList<string> Held,
    IReadOnlyDictionary<string, string> Names,
    IReadOnlyList<UpgradeRequest> Requests
)
{
    public string Called(string plan) => Names.GetValueOrDefault(plan, plan);

    public static async Task<AskFacts> Load(string tenantId, Work work)
    {
        var held = await work.HeldPlans(tenantId);
        var sold = await PlanBook.Find(work);
        return new(
            [.. sold.Where(plan => !held.Contains(plan.Key)).Reverse()],
            [.. held.Where(key => !sold.Any(plan => plan.Key == key && plan.IsAddon))],
            await PlanBook.Names(work),
            await UpgradeRequests.Of(tenantId, work)
        );
    }
}
