using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Tenants.Plans.Public;

namespace OwnerConsole.Tenants.Plans;

/// <summary>Finds plans by part of a name or key; they are dozens at most.</summary>
public sealed class PlanFinder : IFinder
{
    public string Kind => "plan";

    public string Permission => PlanRoutes.Read;

    public async Task<IReadOnlyList<Hit>> Find(Caller caller, Population population, string text, int most, Work work) =>
        [
            .. (await PlanBook.Find(work))
                .Where(plan =>
                    plan.PlanId == text
                    || plan.Name.Contains(text, StringComparison.OrdinalIgnoreCase)
                    || plan.Key.Contains(text, StringComparison.OrdinalIgnoreCase)
                )
                .Take(most)
                .Select(plan => new Hit(plan.PlanId, plan.Name, $"{plan.Key} · plan", PlanRoutes.Address)),
        ];
}
