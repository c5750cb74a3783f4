using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Plans.Campaigns;

/// <summary>The state of a campaign that decides whether its wave can migrate a tenant.</summary>
/// <param name="Campaign">The campaign; null when there is none with this id.</param>
/// <param name="Moved">Tenants that it has migrated before, including undone migrations.</param>
/// <param name="OtherWave">Run of another wave that takes precedence; null when there is none.</param>
public sealed record WaveContext(Campaign? Campaign, IReadOnlySet<string> Moved, string? OtherWave)
{
    /// <summary>Condition on a run <c>r</c>: it is a wave of the campaign that is in progress or waiting for approval.</summary>
    internal const string IsOpenWave = $"""
        r.operation = '{MoveToCurrentVersion.Name}' and r.undo_of is null and r.state in ('waiting_approval', 'queued', 'running', 'waiting')
           and case when r.input like '{"{"}%' then r.input::jsonb ->> 'campaign' end = @campaignId
        """;

    public static async Task<WaveContext> Load(string campaignId, IReadOnlyList<string> tenants, UnitOfWork work)
    {
        var campaign = await Campaign.Lock(campaignId, work);
        var moved = await work.List<string>(
            "select m.tenant_id from campaigns.moves m where m.campaign_id = @campaignId and m.tenant_id = any(@tenants)",
            new { campaignId, tenants = tenants.ToArray() }
        );
        // Of two waves started at the same time, the first continues and the other finds its tenants already migrated.
        var another = await work.One<string>(
            $"""
            select r.run_id from core.runs r
             where {IsOpenWave} and r.run_id is distinct from @run
               and (@run::text is null or (r.started_at, r.run_id) < (select o.started_at, o.run_id from core.runs o where o.run_id = @run))
             order by r.started_at, r.run_id
             limit 1
            """,
            new { campaignId, run = work.RunId }
        );
        return new(campaign, moved.ToHashSet(StringComparer.Ordinal), another);
    }

    /// <returns>Why the campaign can't migrate any tenant now; null when it can.</returns>
    public Refusal? RefuseWave(TenantVersionFacts tenant, string plan) =>
        Campaign switch
        {
            null => new("unknown_campaign", $"There is no campaign with this id."),
            _ when Campaign.Plan != plan => new("other_plan", $"This campaign is for a different plan."),
            { IsOpen: false } => new("campaign_stopped", $"This campaign has ended."),
            { Cause: not null } => new("campaign_paused", $"This campaign is paused. Resume it first."),
            _ when tenant.Plan is not null && (tenant.Plan.PlanId != Campaign.PlanId || tenant.Plan.Number != Campaign.Number) => new(
                "newer_version",
                $"This campaign migrates to version {Campaign.Number}, but the current version is {tenant.Plan.Number}. Stop it and start a new one."
            ),
            _ when OtherWave is not null => new("wave_underway", $"Another wave of this campaign is in progress or waiting for approval."),
            _ => null,
        };

    /// <returns>Why the campaign leaves out this tenant; null when it doesn't.</returns>
    public Refusal? RefuseTenant(TenantVersionFacts tenant) =>
        Campaign switch
        {
            null => null, // Holds refuses an unknown campaign
            _ when Moved.Contains(tenant.Id) => new(
                "moved_before",
                $"This campaign already migrated {tenant}, but the migration was undone. Use “Migrate to current version” instead."
            ),
            _ when tenant.Mode != Campaign.Mode => new("other_mode", $"{tenant} is not part of this campaign."),
            { FromNumbers: { } from } when !from.Contains(tenant.Number ?? 0) => new(
                "other_version",
                $"{tenant} is on version {tenant.Number ?? 0}, which this campaign doesn't migrate."
            ),
            { SkipOverLimit: true } when tenant.IsOverLimit => new("over_limit", $"{tenant} would exceed a limit, and this campaign leaves out such tenants."),
            _ => null,
        };
}
