using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Plans.Plans.Public;

namespace OwnerConsole.Plans.Campaigns;

/// <summary>A campaign as the subject of an operation.</summary>
/// <param name="CurrentVersion">Number of the plan's current version; null when the plan is retired.</param>
/// <param name="IsCallerItself">Whether the campaign itself is the caller.</param>
public sealed record CampaignFacts(Campaign Campaign, int? CurrentVersion, bool IsCallerItself) : ISubject
{
    public string Id => Campaign.CampaignId;

    public string TenantId => IdGenerator.Platform;

    public long Revision => (Campaign.Pauses * 4) + (Campaign.Cause is null ? 0 : 1) + (Campaign.IsOpen ? 0 : 2);

    /// <summary>Whether the current version is still the one the campaign migrates to.</summary>
    public bool IsAnnounced => CurrentVersion == Campaign.Number;

    /// <summary>Refusal for an ended campaign; null while it is open.</summary>
    internal Refusal? EndedRefusal => Campaign.IsOpen ? null : new("campaign_stopped", $"This campaign has ended.");

    public static async Task<IReadOnlyList<CampaignFacts>> Load(IReadOnlyList<string> ids, UnitOfWork work)
    {
        var plans = await PlanCatalogue.Find(work);
        var found = new List<CampaignFacts>();
        foreach (var id in ids.Order(StringComparer.Ordinal)) // one query each: there are only a few
            if (await Campaign.Lock(id, work) is { } campaign)
                found.Add(new(campaign, plans.FirstOrDefault(plan => plan.PlanId == campaign.PlanId)?.Number, work.Caller?.Id == id));
        return found;
    }
}
