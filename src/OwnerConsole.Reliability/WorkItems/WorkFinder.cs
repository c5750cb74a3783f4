using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Lanes;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Reliability.WorkItems;

/// <summary>Finds a failed job by its id.</summary>
public sealed class WorkFinder : IFinder
{
    public string Kind => "work_item";

    public string Permission => WorkRoutes.Permission;

    public async Task<IReadOnlyList<Hit>> Find(Caller caller, Population population, string text, int most, Work work) =>
        text.StartsWith("itm_", StringComparison.Ordinal) && (await DeadItems.Find([text], work)).SingleOrDefault() is { } item
            ? [new(item.DeadId, item.Kind, "job", WorkRoutes.Of(item.DeadId))]
            : [];
}
