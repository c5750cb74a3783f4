using OwnerConsole.Data;

namespace OwnerConsole.Plans.Campaigns;

/// <summary>Records the tenants that a wave migrated, with their MRR and whether they exceeded a limit.</summary>
internal static class CampaignMoves
{
    public static Task Add(string campaignId, IReadOnlyList<TenantVersionFacts> moved, UnitOfWork work) =>
        work.Execute(
            """
            insert into campaigns.moves (tenant_id, campaign_id, opened_by, opened_at, number, pays, pays_currency, would_pay, would_currency, over_limit)
            select m.tenant_id, @campaignId, @run, clock_timestamp(), m.number, m.pays, m.pays_currency, m.would_pay, m.would_currency, m.over_limit
              from unnest(@tenants, @numbers, @pays, @paysIn, @wouldPay, @wouldPayIn, @over)
                   m(tenant_id, number, pays, pays_currency, would_pay, would_currency, over_limit)
            """,
            new
            {
                campaignId,
                run = work.RunId,
                tenants = moved.Select(tenant => tenant.Id).ToArray(),
                numbers = moved.Select(tenant => tenant.Number ?? 0).ToArray(),
                pays = moved.Select(tenant => tenant.Pays?.Amount).ToArray(),
                paysIn = moved.Select(tenant => tenant.Pays?.Currency).ToArray(),
                wouldPay = moved.Select(tenant => tenant.WouldPay?.Amount).ToArray(),
                wouldPayIn = moved.Select(tenant => tenant.WouldPay?.Currency).ToArray(),
                over = moved.Select(tenant => tenant.IsOverLimit).ToArray(),
            }
        );
}
