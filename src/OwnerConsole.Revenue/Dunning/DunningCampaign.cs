using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Pure.Dunning;

namespace OwnerConsole.Revenue.Dunning;

/// <summary>The steps for unpaid invoices that meet its conditions.</summary>
/// <param name="Version">Increases with each change.</param>
/// <param name="ExcludedTenants">Tenants that are never dunned.</param>
/// <param name="ExcludedTag">Tenants with this tag are never dunned; null for none.</param>
/// <param name="SendsEmails">Whether its email steps send an email. The application is notified of them in any case.</param>
/// <param name="IsOn">Whether it is matched, and its steps are carried out while dunning is on.</param>
public sealed record DunningCampaign(
    string Id,
    string Name,
    int Version,
    IReadOnlyList<DunningStep> Steps,
    CampaignConditions Conditions,
    IReadOnlyList<string> ExcludedTenants,
    string? ExcludedTag,
    bool SendsEmails,
    bool IsOn
)
{
    /// <summary>The campaign without conditions, which is always last.</summary>
    public const string DefaultId = "dcp_default";

    internal const string Prefix = "dcp",
        Kind = "dunning_campaign";

    internal static readonly StateRows Versions =
            new("dunning.campaigns", "campaign_id")
            {
                BelongToPlatform = true,
                Conflict = "other.tenant_id = this.tenant_id and other.campaign_id = this.campaign_id",
            },
        Activations =
            new("dunning.campaign_activations", "campaign_id")
            {
                BelongToPlatform = true,
                HaveClosedAt = true,
                Conflict = "other.tenant_id = this.tenant_id and other.campaign_id = this.campaign_id",
            },
        Orders = new("dunning.campaign_orders", "tenant_id") { BelongToPlatform = true, Conflict = "other.tenant_id = this.tenant_id" };

    /// <summary>For callers that can't see the platform.</summary>
    private static readonly DunningCampaign s_default = new(DefaultId, "Default", 1, DunningSchedule.DefaultSteps, new(), [], null, true, true);

    public bool IsDefault => Id == DefaultId;

    public int? DayOf(DunningAction action) => Steps.FirstOrDefault(step => step.Action == action)?.Day;

    public IEnumerable<int> EmailDays => Steps.Where(step => step.Action is DunningAction.Email).Select(step => step.Day);

    /// <returns>All campaigns in the order in which they are tried; the default campaign is the last one.</returns>
    public static async Task<IReadOnlyList<DunningCampaign>> List(UnitOfWork work)
    {
        var rows = await work.List<DunningCampaign>(
            $"""
            select c.campaign_id as id, c.name, c.version, c.steps, c.conditions, c.excluded_tenants, c.excluded_tag, c.sends_emails, {IsOnSql(
                "c.campaign_id"
            )} as is_on
              from dunning.campaigns c
              left join dunning.campaign_orders o on o.tenant_id = c.tenant_id and o.closed_by is null
             where c.tenant_id = 'tnt_platform' and c.closed_by is null
             order by c.campaign_id = '{DefaultId}', array_position(o.campaigns, c.campaign_id) nulls last,
                      (select min(f.opened_at) from dunning.campaigns f where f.tenant_id = c.tenant_id and f.campaign_id = c.campaign_id), c.campaign_id
            """
        );
        return rows is [.., { IsDefault: true }] ? rows : [.. rows, s_default];
    }

    /// <returns>The default campaign.</returns>
    public static async Task<DunningCampaign> FindDefault(UnitOfWork work) => (await List(work))[^1];

    /// <param name="id">SQL for the id of a campaign.</param>
    /// <returns>SQL for whether it is on.</returns>
    internal static string IsOnSql(string id) =>
        $"exists (select from dunning.campaign_activations n where n.tenant_id = 'tnt_platform' and n.campaign_id = {id} and n.closed_by is null)";

    internal static IReadOnlyList<DunningStep> ReadSteps(JsonElement steps) => Json.Read<IReadOnlyList<DunningStep>>(steps);
}
