using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Reliability.WorkItems;

/// <summary>Lists failed jobs under "Needs attention".</summary>
public sealed class DeadItemAttentionSource(LaneList lanes) : IAttentionSource
{
    public string Permission => WorkItemRoutes.Permission;

    public async Task<AttentionList> Find(Mode mode, UnitOfWork work) =>
        (await lanes.Count(work)).Dead is var dead and > 0
            ? AttentionList.OfOne(
                new AttentionItem(Urgency.Now, $"{Wording.Count(dead, "job")} failed after the last attempt.", WorkItemRoutes.Address, "View failed jobs")
                {
                    Count = dead,
                }
            )
            : AttentionList.Empty;
}
