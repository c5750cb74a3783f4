using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Plans.Plans.Public;

namespace OwnerConsole.Plans.Campaigns;

/// <summary>Automatically paused campaigns in the list of things that need attention.</summary>
public sealed class CampaignAttentionSource : IAttentionSource
{
    public string Permission => CampaignRoutes.Read;

    public async Task<AttentionList> Find(Mode mode, UnitOfWork work)
    {
        var paused = (await Campaign.ListOpen(work)).Where(campaign => campaign.Mode == mode && campaign.Cause is not (null or PauseCause.Person)).ToList();
        if (paused.Count == 0)
            return AttentionList.Empty;
        var names = await PlanCatalogue.FindNames(work);
        return AttentionList.Of([
            .. paused.Select(campaign => new AttentionItem(
                Urgency.Today,
                $"The campaign for {names.JoinNames([campaign.Plan])} was paused automatically.",
                CampaignRoutes.Of(campaign),
                "View",
                Since: campaign.PausedAt
            )),
        ]);
    }
}
