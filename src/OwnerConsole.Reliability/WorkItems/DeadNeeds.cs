using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Reliability.WorkItems;

/// <summary>Lists failed jobs under "Needs attention".</summary>
public sealed class DeadNeeds(LaneList lanes) : INeeds
{
    public string Permission => WorkRoutes.Permission;

    public async Task<IReadOnlyList<Need>> Find(Population population, Work work) =>
        (await lanes.Count(work)).Dead is var dead and > 0
            ? [new(Urgency.Now, $"{Wording.Count(dead, "job")} failed after the last attempt.", WorkRoutes.Address, "View failed jobs")]
            : [];
}
