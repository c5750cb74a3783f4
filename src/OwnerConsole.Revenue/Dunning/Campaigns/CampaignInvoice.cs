namespace OwnerConsole.Revenue.Dunning.Campaigns;

/// <summary>An invoice with what the conditions of campaigns are compared with, at a time.</summary>
/// <param name="At">Time of the comparison.</param>
/// <param name="Plans">Keys of the tenant's plans.</param>
/// <param name="Tenure">Full months since the tenant was opened.</param>
internal sealed record CampaignInvoice(
    string TenantId,
    string AccountId,
    string Id,
    string? Number,
    string Currency,
    long DueMinor,
    DateTimeOffset At,
    string[] Plans,
    string? Country,
    int Tenure
)
{
    /// <param name="at">Time in SQL. What became known of the tenant later is used for a time before it was known.</param>
    /// <param name="due">Amount due in minor units in SQL.</param>
    /// <returns>Columns of an invoice <c>i</c> of a tenant <c>t</c>.</returns>
    public static string Columns(string at, string due) =>
        $"""
            i.tenant_id, i.account_id, i.id, i.number, i.currency, {due} as due_minor, {at} as at,
            array(select distinct p.plan from core.plan_items p
                   where p.tenant_id = i.tenant_id and (p.to_at is null or p.to_at > {at})
                     and p.from_at <= greatest({at}, (select min(f.from_at) from core.plan_items f where f.tenant_id = i.tenant_id))
                   order by p.plan) as plans,
            (select a.value #>> array[]::text[] from core.attributes a
              where a.tenant_id = i.tenant_id and a.name = 'country' and (a.to_at is null or a.to_at > {at}) order by a.from_at limit 1) as country,
            greatest(0, extract(year from age({at}, t.opened_at)) * 12 + extract(month from age({at}, t.opened_at)))::int as tenure
            """;
}
