using OwnerConsole.Data;

namespace OwnerConsole.Plans.Campaigns;

/// <summary>State of campaigns.</summary>
internal static class CampaignRows
{
    private const string OnePerPlan = "other.plan_id = this.plan_id and other.mode = this.mode";

    /// <summary>SQL condition for a pause of a campaign that has not ended.</summary>
    public const string CampaignIsOpen = "exists (select from campaigns.campaigns c where c.campaign_id = this.campaign_id and c.closed_by is null)";

    public static readonly StateRows Campaigns = new("campaigns.campaigns", "campaign_id") { HaveClosedAt = true, Conflict = OnePerPlan };

    public static readonly StateRows ByPlan = new("campaigns.campaigns", "plan_id")
    {
        HaveClosedAt = true,
        Conflict = OnePerPlan,
        AlsoReset = "is_done = false",
    };

    public static readonly StateRows Pauses = new("campaigns.pauses", "campaign_id") { HaveClosedAt = true, Conflict = "other.campaign_id = this.campaign_id" };

    /// <summary>Migrated tenants.</summary>
    public static readonly StateRows Moves = new("campaigns.moves", "tenant_id") { HaveClosedAt = true };
}
