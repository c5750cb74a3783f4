using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Reliability.WorkItems;

/// <summary>Finds a failed job by its id.</summary>
public sealed class DeadItemFinder : IFinder
{
    public string Kind => "work_item";

    public string Permission => WorkItemRoutes.Permission;

    public async Task<IReadOnlyList<SearchHit>> Find(Caller caller, Mode mode, string text, int most, UnitOfWork work) =>
        text.StartsWith("itm_", StringComparison.Ordinal) && (await DeadItems.Find([text], work)).SingleOrDefault() is { } item
            ? [new(item.FailedId, item.Kind, "job", WorkItemRoutes.Of(item.FailedId))]
            : [];
}
