using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Tenants.Plans.Public;
using OwnerConsole.Tenants.Upgrades.Public;

namespace OwnerConsole.Tenants.UpgradeAsking;

/// <summary>What a tenant can ask for, and has asked for.</summary>
/// <param name="Choices">plans that are sold and that it doesn't hold, the cheapest first</param>
/// <param name="Held">keys of what it holds and pays for, without add-ons</param>
/// <param name="Names">of plans, by their keys</param>
/// <param name="Requests">the newest first</param>
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
