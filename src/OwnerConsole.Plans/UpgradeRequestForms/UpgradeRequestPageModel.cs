using OwnerConsole.Data;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Plans.Plans.Public;
using OwnerConsole.Plans.Upgrades.Public;

namespace OwnerConsole.Plans.UpgradeRequestForms;

/// <summary>Plans that a tenant can request, and its previous requests.</summary>
/// <param name="Choices">Plans on sale that the tenant isn't on, the cheapest first.</param>
/// <param name="Held">Keys of the plans the tenant pays for, without add-ons.</param>
/// <param name="Names">Names of plans by key.</param>
/// <param name="Requests">Previous requests, newest first.</param>
public sealed record UpgradeRequestPageModel(
    IReadOnlyList<KnownPlan> Choices,
    IReadOnlyList<string> Held,
    IReadOnlyDictionary<string, string> Names,
    IReadOnlyList<UpgradeRequest> Requests
)
{
    public string PlanName(string plan) => Names.GetValueOrDefault(plan, plan);

    public static async Task<UpgradeRequestPageModel> Load(string tenantId, UnitOfWork work)
    {
        var held = await work.ListPlans(tenantId);
        var sold = await PlanCatalogue.Find(work);
        return new(
            [.. sold.Where(plan => !held.Contains(plan.Key)).Reverse()],
            [.. held.Where(key => !sold.Any(plan => plan.Key == key && plan.IsAddon))],
            await PlanCatalogue.FindNames(work),
            await UpgradeRequests.Of(tenantId, work)
        );
    }
}
