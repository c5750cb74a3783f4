using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tenants.Campaigns;

/// <summary>A campaign as what decides whether its wave may move somebody.</summary>
/// <param name="Campaign">null when there is none of this id</param>
/// <param name="Moved">those of the tenants asked about that it has moved before, taken back or not</param>
/// <param name="Another">the run of a wave that goes before this one; null when there is none</param>
public sealed record InCampaign(Campaign? Campaign, IReadOnlySet<string> Moved, string? Another)
{
    /// <summary>Of a run <c>r</c>: a wave that has not come to its end, or waits for somebody else's word.</summary>
    internal const string IsWave = $"""
        r.operation = '{TakeVersion.Name}' and r.undo_of is null and r.state in ('waiting_approval', 'queued', 'running', 'waiting')
           and case when r.input like '{"{"}%' then r.input::jsonb ->> 'campaign' end = @campaignId
        """;

    public static async Task<InCampaign> Load(string campaignId, IReadOnlyList<string> tenants, Work work)
    {
        var campaign = await Campaign.Take(campaignId, work);
        var moved = await work.List<string>(
            "select m.tenant_id from campaigns.moves m where m.campaign_id = @campaignId and m.tenant_id = any(@tenants)",
            new { campaignId, tenants = tenants.ToArray() }
        );
        // Two that were started at once: the first goes on, and the other finds its tenants moved.
        var another = await work.One<string>(
            $"""
            select r.run_id from core.runs r
             where {IsWave} and r.run_id is distinct from @run
               and (@run::text is null or (r.started_at, r.run_id) < (select o.started_at, o.run_id from core.runs o where o.run_id = @run))
             order by r.started_at, r.run_id
             limit 1
            """,
            new { campaignId, run = work.RunId }
        );
        return new(campaign, moved.ToHashSet(StringComparer.Ordinal), another);
    }

    /// <returns>why its waves move nobody now; null when they do</returns>
    public Refusal? Holds(VersionFacts tenant, string plan) =>
        Campaign switch
        {
            null => new("unknown_campaign", $"There is no campaign of this id."),
            _ when Campaign.Plan != plan => new("other_plan", $"This campaign is of another plan."),
            { IsOpen: false } => new("campaign_stopped", $"This campaign is over."),
            { Cause: not null } => new("campaign_paused", $"This campaign is paused. Resume it first."),
            _ when tenant.Plan is not null && (tenant.Plan.PlanId != Campaign.PlanId || tenant.Plan.Number != Campaign.Number) => new(
                "newer_version",
                $"This campaign announced version {Campaign.Number}, and version {tenant.Plan.Number} is sold now. Stop it and start another."
            ),
            _ when Another is not null => new("wave_underway", $"Another wave of this campaign is underway, or waits for somebody's word."),
            _ => null,
        };

    /// <returns>why it doesn't move this one; null when it does</returns>
    public Refusal? Leaves(VersionFacts tenant) =>
        Campaign switch
        {
            null => null, // said by what holds it
            _ when Moved.Contains(tenant.Id) => new("moved_before", $"This campaign has moved {tenant} before, and somebody took it back. Move it by itself."),
            _ when tenant.Population != Campaign.Population => new("other_population", $"{tenant} is not among the tenants that this campaign is for."),
            { FromNumbers: { } from } when !from.Contains(tenant.Number ?? 0) => new(
                "other_version",
                $"{tenant} is on version {tenant.Number ?? 0}, which this campaign leaves as it is."
            ),
            { LeaveOverLimit: true } when tenant.IsOverLimit => new(
                "over_limit",
                $"{tenant} would be over a limit, and this campaign leaves those where they are."
            ),
            _ => null,
        };
}
