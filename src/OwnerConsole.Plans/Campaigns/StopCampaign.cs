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
        work.Execute(
            "update campaigns.campaigns set closed_by = @run, closed_at = clock_timestamp() where campaign_id = any(@ids)",
            new { run = work.RunId, ids = accepted.Select(campaign => campaign.Id).ToArray() }
        );

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<CampaignFacts> subjects, string undoneRun, UnitOfWork work) =>
        work.List<string>(
            """
            update campaigns.campaigns c set closed_by = null, closed_at = null
             where c.campaign_id = any(@ids) and c.closed_by = @undoneRun
               and not exists (select from campaigns.campaigns o where o.plan_id = c.plan_id and o.mode = c.mode and o.closed_by is null)
            returning c.campaign_id
            """,
            new { undoneRun, ids = subjects.Select(campaign => campaign.Id).ToArray() }
        );
}
