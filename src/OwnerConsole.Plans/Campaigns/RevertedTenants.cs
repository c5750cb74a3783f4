using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Plans.Campaigns;

/// <summary>Selects tenants whose migration was undone and that are still on an older version. The campaign leaves them out, so they are migrated separately.</summary>
public sealed class RevertedTenants : ISubjectQuery
{
    internal const string Parameter = "reverted";

    public string Subject => "tenant";

    public string? Filter => Parameter;

    public async Task<IReadOnlyList<string>> Find(Caller caller, Mode within, IReadOnlyDictionary<string, string> query, int most, UnitOfWork work)
    {
        if (query.Keys.FirstOrDefault(part => part != Parameter) is { } other)
            throw Problem.Invalid(other, "can't be combined with reverted, which selects the tenants.");
        if (await Campaign.Find(query[Parameter], work) is not { } campaign || campaign.Mode != within) // the query has the filter, or this selection isn't used
            throw Problem.NotFound("campaign", query[Parameter]);
        return await CampaignCandidates.Of(campaign).FindReverted(most, work);
    }
}
