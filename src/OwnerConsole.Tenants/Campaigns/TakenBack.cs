using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tenants.Campaigns;

/// <summary>Those whom the undo of a campaign's wave took back and who are on an older version still: the campaign leaves them, so they are moved by themselves.</summary>
public sealed class TakenBack : ISelection
{
    internal const string Named = "taken_back";

    public string Subject => "tenant";

    public string? Filter => Named;

    public async Task<IReadOnlyList<string>> Find(Caller caller, Population within, IReadOnlyDictionary<string, string> query, int most, Work work)
    {
        if (query.Keys.FirstOrDefault(part => part != Named) is { } other)
            throw Problem.Invalid(other, "doesn't go with taken_back, which says itself who is meant.");
        if (await Campaign.Find(query[Named], work) is not { } campaign || campaign.Population != within) // the query has it, or it wouldn't be asked here
            throw Problem.NotFound("campaign", query[Named]);
        return await Candidates.Of(campaign).TakenBack(most, work);
    }
}
