using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Plans.Campaigns;

/// <summary>Pauses a campaign. No more tenants are migrated until it is resumed, including the rest of a wave in progress.</summary>
public sealed class PauseCampaign : Operation<CampaignFacts, PauseCampaign.Input>
{
    public const string Name = "plan_campaign.pause";

    public sealed record Input([Prefilled] PauseCause Cause = PauseCause.Person);

    public override OperationDefinition Definition { get; } =
        new(Name, "Pause campaign", "paused") { Noun = "campaign", RestoredByUndo = "The campaign continues, unless it was resumed or stopped since." };

    public override Task<IReadOnlyList<CampaignFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) => CampaignFacts.Load(ids, work);

    public override Refusal? Refuse(CampaignFacts campaign, Input input) =>
        campaign switch
        {
            { EndedRefusal: { } over } => over,
            { Campaign.Cause: not null } => new("already_paused", $"{campaign} is already paused."),
            { IsCallerItself: false } when input.Cause is not PauseCause.Person => new("bad_cause", $"Only the campaign itself can set this cause. Omit it."),
            _ => null,
        };

    public override Decision Decide(CampaignFacts campaign, Input input)
    {
        var says = Sentence.Say($"{campaign} migrates no tenants until it is resumed.");
        says.AppendLiteral(
            input.Cause switch
            {
                PauseCause.NewerVersion => " A newer version of the plan was published.",
                PauseCause.Ceiling => " Its next wave exceeds what the person who started it can do alone.",
                PauseCause.NotAllowed => " The person who started it can no longer migrate tenants.",
                PauseCause.NothingMoves => " The scheduled wave migrated no tenants.",
                _ => "",
            }
        );
        return new(says, new Effect("paused", null, input.Cause));
    }

    public override Task Execute(IReadOnlyList<CampaignFacts> accepted, Input input, UnitOfWork work) =>
        work.Execute(
            """
            insert into campaigns.pauses (tenant_id, campaign_id, opened_by, cause, opened_at)
            select 'tnt_platform', id, @run, @Cause, clock_timestamp() from unnest(@ids) id
            """,
            new
            {
                run = work.RunId,
                input.Cause,
                ids = accepted.Select(campaign => campaign.Id).ToArray(),
            }
        );

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<CampaignFacts> subjects, string undoneRun, UnitOfWork work) =>
        CampaignRows.Pauses.CloseOpenedBy([.. subjects.Select(campaign => campaign.Id)], undoneRun, work, CampaignRows.CampaignIsOpen);
}
