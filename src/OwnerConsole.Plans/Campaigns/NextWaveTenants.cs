using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Plans.Campaigns;

/// <summary>Selects the tenants of a campaign's next wave, based on current data.</summary>
public sealed class NextWaveTenants : ISubjectQuery
{
    public string Subject => "tenant";

    public string? Filter => "campaign";

    public async Task<IReadOnlyList<string>> Find(Caller caller, Mode within, IReadOnlyDictionary<string, string> query, int most, UnitOfWork work)
    {
        if (query.Keys.FirstOrDefault(part => part != Filter) is { } other)
            throw Problem.Invalid(other, "can't be combined with campaign, which selects the tenants of the next wave.");
        if (await Campaign.Find(query[Filter!], work) is not { } campaign || campaign.Mode != within) // the query has the filter, or this selection isn't used
            throw Problem.NotFound("campaign", query[Filter!]);
        return await CampaignCandidates.Of(campaign).FindFirst(Math.Min(campaign.WaveSize, most), work);
    }
}
