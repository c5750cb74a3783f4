using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Plans.Plans.Public;

namespace OwnerConsole.Plans.Upgrades;

/// <summary>Open upgrade requests in the list of things that need attention.</summary>
public sealed class UpgradeAttentionSource : IAttentionSource
{
    private const int MaxNeeds = 5;

    public string Permission => UpgradeEndpoints.Read;

    public async Task<IReadOnlyList<AttentionItem>> Find(Mode mode, UnitOfWork work)
    {
        var waiting = await UpgradeQueue.ByMoney(mode, MaxNeeds, work);
        if (waiting.Count == 0)
            return [];
        var names = await PlanCatalogue.FindNames(work);
        return
        [
            .. waiting.Select(one => new AttentionItem(
                Urgency.Today,
                $"{one.Request.TenantName} requests {names.GetValueOrDefault(one.Request.Plan, one.Request.Plan)}.",
                UpgradeRoutes.Address,
                "Review",
                one.Monthly,
                one.Request.OpenedAt
            )),
        ];
    }
}
