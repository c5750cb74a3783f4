using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Tenants.Plans.Public;

namespace OwnerConsole.Tenants.Campaigns;

/// <summary>Campaigns that have paused by themselves: nobody is moved until somebody looks.</summary>
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
                $"The campaign for {names.Said([campaign.Plan])} has paused by itself.",
                CampaignRoutes.Of(campaign),
                "Look",
                Since: campaign.PausedAt
            )),
        ];
    }
}
