using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Plans.Plans.Public;

namespace OwnerConsole.Plans.Plans;

/// <summary>Provides plans as the options of a form field.</summary>
public sealed class PlanSource : IOptionSource
{
    public string Name => PlanCatalogue.Source;

    public async Task<IReadOnlyList<Option>> Find(UnitOfWork work) => [.. (await PlanCatalogue.Find(work)).Select(plan => new Option(plan.Key, plan.Name))];
}
