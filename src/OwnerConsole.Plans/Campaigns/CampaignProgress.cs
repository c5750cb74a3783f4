using OwnerConsole.Data;
using OwnerConsole.Plans.Plans.Public;

namespace OwnerConsole.Plans.Campaigns;

/// <summary>Current progress of a campaign.</summary>
/// <param name="Cause">Cause of the pause, even when the pause is not recorded yet; null while it isn't paused.</param>
/// <param name="Moved">Number of migrated tenants, excluding undone migrations.</param>
/// <param name="Reverted">Number of undone migrations.</param>
/// <param name="Remaining">Number of remaining tenants; 0 once the campaign has ended.</param>
/// <param name="OverLimitTenants">Ids of tenants that are left out because they would exceed a limit.</param>
/// <param name="Granted">Number of tenants with a grant of an older version, which they keep until the grant ends.</param>
/// <param name="RunningWave">Run of the wave in progress; null when there is none.</param>
public sealed record CampaignProgress(
    Campaign Campaign,
    CampaignState State,
    PauseCause? Cause,
    long Moved,
    long Reverted,
    long Remaining,
    IReadOnlyList<string> OverLimitTenants,
    long Granted,
    string? RunningWave
)
{
    /// <summary>Number of tenants that left the plan, were cancelled or were migrated manually since the campaign started.</summary>
    public long Skipped => Campaign.IsOpen ? Math.Max(0, Campaign.Tenants - Moved - Reverted - Remaining - OverLimitTenants.Count) : 0;

    /// <param name="plans">The available plans.</param>
    /// <param name="work">A transaction that can read all tenants.</param>
    public static async Task<CampaignProgress> Of(Campaign campaign, IReadOnlyList<KnownPlan> plans, UnitOfWork work)
    {
        var counts = (
            await work.One<Counts>(
                "select count(*) filter (where closed_by is null) as moved, count(closed_by) as reverted from campaigns.moves where campaign_id = @CampaignId",
                new { campaign.CampaignId }
            )
        )!; // not null: an aggregate always returns a row
        if (!campaign.IsOpen)
            return new(campaign, campaign.IsDone ? CampaignState.Done : CampaignState.Stopped, null, counts.Moved, counts.Reverted, 0, [], 0, null);
        var candidates = CampaignCandidates.Of(campaign);
        var (left, over) = await candidates.Count(work);
        var underway = await work.One<string>(
            $"select r.run_id from core.runs r where {WaveContext.IsOpenWave} order by r.started_at, r.run_id limit 1",
            new { campaignId = campaign.CampaignId }
        );
        var isAnnounced = plans.Any(plan => plan.PlanId == campaign.PlanId && plan.Number == campaign.Number);
        var cause = campaign.Cause ?? (isAnnounced ? null : PauseCause.NewerVersion);
        var state =
            left == 0 && underway is null ? CampaignState.Done
            : cause is not null ? CampaignState.Paused
            : CampaignState.Running;
        return new(campaign, state, cause, counts.Moved, counts.Reverted, left, over, await candidates.CountGranted(work), underway);
    }

    private sealed record Counts(long Moved, long Reverted);
}
