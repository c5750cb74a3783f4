using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tenants.Plans.Public;

namespace OwnerConsole.Tenants.Campaigns;

/// <summary>A campaign as what is decided about.</summary>
/// <param name="Sold">the number of the version that is sold now; null when the plan is retired</param>
/// <param name="IsItself">the campaign decides about itself, and nobody else</param>
public sealed record CampaignFacts(Campaign Campaign, int? Sold, bool IsItself) : ISubject
{
    public string Id => Campaign.CampaignId;

    public string TenantId => IdSource.Platform;

    public long Revision => (Campaign.Pauses * 4) + (Campaign.Cause is null ? 0 : 1) + (Campaign.IsOpen ? 0 : 2);

    /// <summary>What it would move to is what it announced.</summary>
    public bool IsAnnounced => Sold == Campaign.Number;

    /// <summary>Why nothing is decided about it any more; null while it is open.</summary>
    internal Refusal? Over => Campaign.IsOpen ? null : new("campaign_stopped", $"This campaign is over.");

    public static async Task<IReadOnlyList<CampaignFacts>> Load(IReadOnlyList<string> ids, Work work)
    {
        var plans = await PlanBook.Find(work);
        var found = new List<CampaignFacts>();
        foreach (var id in ids.Order(StringComparer.Ordinal)) // a handful at most
            if (await Campaign.Take(id, work) is { } campaign)
                found.Add(new(campaign, plans.FirstOrDefault(plan => plan.PlanId == campaign.PlanId)?.Number, work.Caller?.Id == id));
        return found;
    }
}
