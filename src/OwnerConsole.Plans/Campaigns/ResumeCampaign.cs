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
        CampaignRows.Pauses.Close([.. accepted.Select(campaign => campaign.Id)], work);

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<CampaignFacts> subjects, string undoneRun, UnitOfWork work) =>
        CampaignRows.Pauses.Reopen([.. subjects.Select(campaign => campaign.Id)], undoneRun, work, CampaignRows.CampaignIsOpen);
}
