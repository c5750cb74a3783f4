using OwnerConsole.Kernel.Data;
using OwnerConsole.Tenants.Plans.Public;

namespace OwnerConsole.Tenants.Campaigns;

/// <summary>How far a campaign has come, as things stand now.</summary>
/// <param name="Moved">that it has moved, and nobody took back</param>
/// <param name="TakenBack">that it has moved, and somebody took back</param>
/// <param name="Left">that it moves still; 0 once it is over</param>
/// <param name="LeftOver">ids of those that it leaves where they are, because they would be over a limit</param>
/// <param name="Granted">that hold an older version as a gift only, and keep it until it ends</param>
/// <param name="Underway">the run of a wave that has not come to its end; null when there is none</param>
/// <param name="Cause">of its pause, whether anybody has written it down yet or not; null while it isn't paused</param>
public sealed record CampaignStatus(
    Campaign Campaign,
    CampaignState State,
    PauseCause? Cause,
    long Moved,
    long TakenBack,
    long Left,
    IReadOnlyList<string> LeftOver,
    long Granted,
    string? Underway
)
{
    /// <summary>That were on an older version when it began, and left the plan, were cancelled or moved by hand meanwhile.</summary>
    public long Skipped => Campaign.IsOpen ? Math.Max(0, Campaign.Tenants - Moved - TakenBack - Left - LeftOver.Count) : 0;

    /// <param name="plans">that can be chosen now</param>
    /// <param name="work">reads all tenants</param>
    public static async Task<CampaignStatus> Of(Campaign campaign, IReadOnlyList<KnownPlan> plans, Work work)
    {
        var counts = (
            await work.One<Counts>(
                "select count(*) filter (where closed_by is null) as moved, count(closed_by) as taken_back from campaigns.moves where campaign_id = @CampaignId",
                new { campaign.CampaignId }
            )
        )!; // a count always answers
        if (!campaign.IsOpen)
            return new(campaign, campaign.IsDone ? CampaignState.Done : CampaignState.Stopped, null, counts.Moved, counts.TakenBack, 0, [], 0, null);
        var candidates = Candidates.Of(campaign);
        var (left, over) = await candidates.Count(work);
        var underway = await work.One<string>(
            $"select r.run_id from core.runs r where {InCampaign.IsWave} order by r.started_at, r.run_id limit 1",
            new { campaignId = campaign.CampaignId }
        );
        var isAnnounced = plans.Any(plan => plan.PlanId == campaign.PlanId && plan.Number == campaign.Number);
        var cause = campaign.Cause ?? (isAnnounced ? null : PauseCause.NewerVersion);
        var state =
            left == 0 && underway is null ? CampaignState.Done
            : cause is not null ? CampaignState.Paused
            : CampaignState.Running;
        return new(campaign, state, cause, counts.Moved, counts.TakenBack, left, over, await candidates.Granted(work), underway);
    }

    private sealed record Counts(long Moved, long TakenBack);
}
