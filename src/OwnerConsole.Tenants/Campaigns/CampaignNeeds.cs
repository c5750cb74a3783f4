using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Tenants.Plans.Public;

namespace OwnerConsole.Tenants.Campaigns;

/// <summary>Automatically paused campaigns in the list of things that need attention.</summary>
public sealed class CampaignNeeds : INeeds
{
    public string Permission => CampaignRoutes.Read;

    public async Task<IReadOnlyList<Need>> Find(Population population, Work work)
    {
        var paused = (await Campaign.Open(work))
            .Where(campaign => campaign.Population == population && campaign.Cause is not (null or PauseCause.Person))
            .ToList();
        if (paused.Count == 0)
            return [];
        var names = await PlanBook.Names(work);
        return
        [
            .. paused.Select(campaign => new Need(
                Urgency.Today,
                $"The campaign for {names.Said([campaign.Plan])} was paused automatically.",
                CampaignRoutes.Of(campaign),
                "View",
                Since: campaign.PausedAt
            )),
        ];
    }
}
