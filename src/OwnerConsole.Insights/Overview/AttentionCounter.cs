using OwnerConsole.Kernel.Access;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Insights.Overview;

/// <summary>The number of things that need attention, in the top bar.</summary>
public sealed class AttentionCounter(AttentionCache attention)
{
    private const string Id = "attention";

    public async Task<IReadOnlyList<Counter>> Find(CounterRequest request)
    {
        if (!request.Chosen.Contains(Id, StringComparer.Ordinal) || !request.Caller.Can(OverviewRoutes.Permission))
            return [];
        var lists = await attention.FindRecent(request.Caller, request.Mode, request.Stop);
        return [new(Id, "Needs attention", Wording.Number(lists.Sum(list => list.Total)), OverviewRoutes.Address + "#needs-h")];
    }
}
