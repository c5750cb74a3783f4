using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Plans.Campaigns;

/// <summary>Resumes a paused campaign.</summary>
public sealed class ResumeCampaign : Operation<CampaignFacts, NoInput>
{
    public override OperationDefinition Definition { get; } =
        new("plan_campaign.resume", "Resume campaign", "resumed")
        {
            Noun = "campaign",
            RestoredByUndo = "The campaign is paused again, unless it was paused or stopped since.",
        };

    public override Task<IReadOnlyList<CampaignFacts>> Load(IReadOnlyList<string> ids, NoInput input, UnitOfWork work) => CampaignFacts.Load(ids, work);

    public override Refusal? Refuse(CampaignFacts campaign, NoInput input) =>
        campaign switch
        {
            { EndedRefusal: { } over } => over,
            { Campaign.Cause: null } => new("not_paused", $"{campaign} is not paused."),
            { CurrentVersion: null } => new("retired", $"The plan of {campaign} is retired. Stop the campaign."),
            { IsAnnounced: false } => new(
                "newer_version",
                $"{campaign} migrates to version {campaign.Campaign.Number}, but the current version is {campaign.CurrentVersion.Value}. Stop it and start a new one."
            ),
            _ => null,
        };

    public override Decision Decide(CampaignFacts campaign, NoInput input) =>
        new(
            campaign.Campaign.WaitHours is null
                ? Sentence.Say($"{campaign} is resumed. You can start its next wave.")
                : Sentence.Say($"{campaign} is resumed. Its next wave starts automatically when it is due.")
        );

    public override Task Execute(IReadOnlyList<CampaignFacts> accepted, NoInput input, UnitOfWork work) =>
        work.Execute(
            "update campaigns.pauses set closed_by = @run, closed_at = clock_timestamp() where campaign_id = any(@ids) and closed_by is null",
            new { run = work.RunId, ids = accepted.Select(campaign => campaign.Id).ToArray() }
        );

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<CampaignFacts> subjects, string undoneRun, UnitOfWork work) =>
        work.List<string>(
            """
            update campaigns.pauses p set closed_by = null, closed_at = null
              from campaigns.campaigns c
             where c.campaign_id = p.campaign_id and c.closed_by is null and p.closed_by = @undoneRun and p.campaign_id = any(@ids)
               and not exists (select from campaigns.pauses o where o.campaign_id = p.campaign_id and o.closed_by is null)
            returning p.campaign_id
            """,
            new { undoneRun, ids = subjects.Select(campaign => campaign.Id).ToArray() }
        );
}
