using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Words;

namespace OwnerConsole.Tenants.Campaigns;

/// <summary>Holds a campaign: nobody else is moved until it is resumed. A wave that is underway leaves those whom it has not come to.</summary>
public sealed class PauseCampaign : Operation<CampaignFacts, PauseCampaign.Input>
{
    public const string Name = "plan_campaign.pause";

    public sealed record Input([Given] PauseCause Cause = PauseCause.Person);

    public override Declaration Is { get; } =
        new(Name, "Pause campaign", "paused") { Noun = "campaign", ComesBack = "It goes on, unless it was resumed or stopped since." };

    public override Task<IReadOnlyList<CampaignFacts>> Load(IReadOnlyList<string> ids, Input input, Work work) => CampaignFacts.Load(ids, work);

    public override Refusal? Refuse(CampaignFacts campaign, Input input) =>
        campaign switch
        {
            { Over: { } over } => over,
            { Campaign.Cause: not null } => new("already_paused", $"{campaign} is paused already."),
            { IsItself: false } when input.Cause is not PauseCause.Person => new("bad_cause", $"Only the campaign itself pauses for this."),
            _ => null,
        };

    public override Decision Decide(CampaignFacts campaign, Input input)
    {
        var says = Sentence.Say($"{campaign} moves nobody until it is resumed.");
        says.AppendLiteral(
            input.Cause switch
            {
                PauseCause.NewerVersion => " Another version is sold than it announced.",
                PauseCause.Ceiling => " Its next wave goes over what whoever started it may do alone.",
                PauseCause.NotAllowed => " Whoever started it may not move tenants any more.",
                PauseCause.NothingMoves => " The wave that was due has moved nobody.",
                _ => "",
            }
        );
        return new(says, new Effect("paused", null, input.Cause));
    }

    public override Task Execute(IReadOnlyList<CampaignFacts> accepted, Input input, Work work) =>
        work.Do(
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

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<CampaignFacts> subjects, string undoneRun, Work work) =>
        work.List<string>(
            """
            update campaigns.pauses p set closed_by = @run, closed_at = clock_timestamp()
              from campaigns.campaigns c
             where c.campaign_id = p.campaign_id and c.closed_by is null
               and p.opened_by = @undoneRun and p.closed_by is null and p.campaign_id = any(@ids)
            returning p.campaign_id
            """,
            new
            {
                run = work.RunId,
                undoneRun,
                ids = subjects.Select(campaign => campaign.Id).ToArray(),
            }
        );
}
