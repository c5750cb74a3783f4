using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Plans.Campaigns;

/// <summary>Stops a campaign. Migrated tenants keep the new version; each wave can still be undone separately.</summary>
public sealed class StopCampaign : Operation<CampaignFacts, NoInput>
{
    public override OperationDefinition Definition { get; } =
        new("plan_campaign.stop", "Stop campaign", "stopped")
        {
            Noun = "campaign",
            RestoredByUndo = "The campaign is open again, unless a new one was started for its plan.",
        };

    public override Task<IReadOnlyList<CampaignFacts>> Load(IReadOnlyList<string> ids, NoInput input, UnitOfWork work) => CampaignFacts.Load(ids, work);

    public override Refusal? Refuse(CampaignFacts campaign, NoInput input) => campaign.EndedRefusal;

    public override Decision Decide(CampaignFacts campaign, NoInput input) =>
        new($"{campaign} migrates no more tenants. Migrated tenants keep the new version.");

    public override Task Execute(IReadOnlyList<CampaignFacts> accepted, NoInput input, UnitOfWork work) =>
        CampaignRows.Campaigns.Close([.. accepted.Select(campaign => campaign.Id)], work);

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<CampaignFacts> subjects, string undoneRun, UnitOfWork work) =>
        CampaignRows.Campaigns.Reopen([.. subjects.Select(campaign => campaign.Id)], undoneRun, work);
}
