using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tenants.Campaigns;

/// <summary>The tenants of a campaign's next wave, chosen anew each time they are asked for.</summary>
public sealed class NextWave : ISelection
{
    public string Subject => "tenant";

    public string? Filter => "campaign";

    public async Task<IReadOnlyList<string>> Find(Caller caller, Population within, IReadOnlyDictionary<string, string> query, int most, Work work)
    {
        if (query.Keys.FirstOrDefault(part => part != Filter) is { } other)
            throw Problem.Invalid(other, "doesn't go with a campaign, which says itself who is next.");
        if (await Campaign.Find(query[Filter!], work) is not { } campaign || campaign.Population != within) // the query has it, or it wouldn't be asked here
            throw Problem.NotFound("campaign", query[Filter!]);
        return await Candidates.Of(campaign).First(Math.Min(campaign.WaveSize, most), work);
    }
}
