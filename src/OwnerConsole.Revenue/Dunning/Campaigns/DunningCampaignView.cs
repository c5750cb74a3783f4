using OwnerConsole.Data;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Pure.Dunning;

namespace OwnerConsole.Revenue.Dunning.Campaigns;

/// <summary>A campaign in the API.</summary>
/// <param name="Place">Place in the order in which campaigns are tried, from 1. The default campaign is the last one.</param>
/// <param name="IsOn">Whether it is matched, and its steps are carried out while dunning is on.</param>
/// <param name="Version">Increases with each change.</param>
/// <param name="SendsEmails">Without emails, only the application is notified.</param>
/// <param name="Steps">Days and actions.</param>
/// <param name="Conditions">Conditions that an invoice must meet; none for every invoice.</param>
/// <param name="ExcludedTenants">Tenants that are never dunned if this campaign matches.</param>
/// <param name="ExcludedTag">Tenants with this tag are never dunned if this campaign matches.</param>
/// <param name="OpenCases">Unpaid invoices that its steps are carried out for.</param>
/// <param name="Matching">Unpaid invoices that it is the first to match now, of at most 10,000.</param>
public sealed record DunningCampaignView(
    string Id,
    string Name,
    int Place,
    bool IsOn,
    int Version,
    bool SendsEmails,
    IReadOnlyList<DunningStep> Steps,
    CampaignConditions Conditions,
    IReadOnlyList<string> ExcludedTenants,
    string? ExcludedTag,
    long OpenCases,
    long Matching
)
{
    /// <returns>All campaigns in their order.</returns>
    public static async Task<IReadOnlyList<DunningCampaignView>> List(Mode mode, UnitOfWork work)
    {
        var campaigns = await DunningCampaign.List(work);
        var open = (
            await work.List<CountRow>(
                "select c.campaign_id, count(*) as cases from dunning.cases c where c.mode = @mode and c.closed_at is null group by c.campaign_id",
                new { mode }
            )
        ).ToDictionary(row => row.CampaignId, row => row.Cases, StringComparer.Ordinal);
        var matching = await CampaignMatcher.Count(campaigns, mode, work);
        return
        [
            .. campaigns.Select(
                (campaign, index) =>
                    new DunningCampaignView(
                        campaign.Id,
                        campaign.Name,
                        index + 1,
                        campaign.IsOn,
                        campaign.Version,
                        campaign.SendsEmails,
                        campaign.Steps,
                        campaign.Conditions,
                        campaign.ExcludedTenants,
                        campaign.ExcludedTag,
                        open.GetValueOrDefault(campaign.Id),
                        matching.GetValueOrDefault(campaign.Id)
                    )
            ),
        ];
    }

    private sealed record CountRow(string CampaignId, long Cases);
}
