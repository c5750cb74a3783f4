using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Plans.Plans.Public;

namespace OwnerConsole.Plans.Plans;

/// <summary>Finds plans by part of their name or key. There are a few dozen at most.</summary>
public sealed class PlanFinder : IFinder
{
    public string Kind => "plan";

    public string Permission => PlanRoutes.Read;

    public async Task<IReadOnlyList<SearchHit>> Find(Caller caller, Mode mode, string text, int most, UnitOfWork work) =>
        [
            .. SearchHit
                .Among((await PlanCatalogue.Find(work)).Select(plan => (plan.PlanId, plan.Name, plan.Key)), Kind, PlanRoutes.Address, text, most)
                .Select(hit => hit with { Address = PlanRoutes.Of(hit.Id) }),
        ];
}
