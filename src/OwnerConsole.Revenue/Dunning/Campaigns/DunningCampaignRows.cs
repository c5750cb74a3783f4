using OwnerConsole.Data;

namespace OwnerConsole.Revenue.Dunning.Campaigns;

/// <summary>Writes versions of campaigns and their order.</summary>
internal static class DunningCampaignRows
{
    /// <summary>Replaces the current version of a campaign, or adds its first one.</summary>
    public static async Task Open(string id, CampaignTerms terms, UnitOfWork work)
    {
        await DunningCampaign.Versions.Close([id], work);
        await work.Execute(
            """
            insert into dunning.campaigns
                   (tenant_id, campaign_id, version, name, steps, conditions, excluded_tenants, excluded_tag, sends_emails, opened_by, opened_at)
            select 'tnt_platform', @id, coalesce(max(c.version), 0) + 1, @Name, @steps, @conditions, @excluded, @ExcludedTag, @SendsEmails, @run, clock_timestamp()
              from dunning.campaigns c where c.tenant_id = 'tnt_platform' and c.campaign_id = @id
            """,
            new
            {
                id,
                terms.Name,
                steps = Json.Element(terms.Steps),
                conditions = Json.Element(terms.Conditions),
                excluded = terms.ExcludedTenants.ToArray(),
                terms.ExcludedTag,
                terms.SendsEmails,
                run = work.RunId,
            }
        );
        await work.SetName(id, DunningCampaign.Kind, terms.Name);
    }

    /// <summary>Restores the names of campaigns after an undo.</summary>
    public static async Task RestoreNames(IReadOnlyList<string> ids, UnitOfWork work)
    {
        foreach (var campaign in (await DunningCampaign.List(work)).Where(campaign => ids.Contains(campaign.Id))) // there are only a few
            await work.SetName(campaign.Id, DunningCampaign.Kind, campaign.Name);
    }

    public static Task OpenActivations(IReadOnlyCollection<string> ids, UnitOfWork work) =>
        work.Execute(
            """
            insert into dunning.campaign_activations (tenant_id, campaign_id, opened_by, opened_at)
            select 'tnt_platform', id, @run, clock_timestamp() from unnest(@ids) id
            """,
            new { ids, run = work.RunId }
        );

    public static async Task SetOrder(IReadOnlyList<string> campaigns, UnitOfWork work)
    {
        await DunningCampaign.Orders.Close([IdGenerator.Platform], work);
        await work.Execute(
            "insert into dunning.campaign_orders (tenant_id, campaigns, opened_by, opened_at) values ('tnt_platform', @campaigns, @run, clock_timestamp())",
            new { campaigns = campaigns.ToArray(), run = work.RunId }
        );
    }
}
