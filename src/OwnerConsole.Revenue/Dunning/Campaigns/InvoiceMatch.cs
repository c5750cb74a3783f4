using OwnerConsole.Data;
using OwnerConsole.Pure.Amounts;
using OwnerConsole.Pure.Dunning;

namespace OwnerConsole.Revenue.Dunning.Campaigns;

/// <summary>Which campaign an invoice matches, and why.</summary>
/// <param name="Id">ID of the invoice: in_… or man_…</param>
/// <param name="Number">Number of the invoice.</param>
/// <param name="CampaignId">The first campaign that is on and matches; null if there is none.</param>
/// <param name="IsExcluded">Whether that campaign excludes the tenant, so that no step is carried out.</param>
/// <param name="OpenCampaignId">Campaign of its open case, which matched when it was opened; null without one.</param>
/// <param name="Due">Amount due in the currency of the invoice.</param>
/// <param name="Converted">The amount in the reporting currency, with the rate of today; null if it is missing.</param>
/// <param name="Plans">Keys of the tenant's plans.</param>
/// <param name="Country">Country that the application reports for the tenant.</param>
/// <param name="Tenure">Full months since the tenant was opened.</param>
/// <param name="Campaigns">All campaigns in their order, each with its conditions.</param>
public sealed record InvoiceMatch(
    string Id,
    string? Number,
    string? CampaignId,
    bool IsExcluded,
    string? OpenCampaignId,
    Money Due,
    Money? Converted,
    IReadOnlyList<string> Plans,
    string? Country,
    int Tenure,
    IReadOnlyList<CampaignMatch> Campaigns
)
{
    private const int MaxInvoices = 20;

    /// <returns>Matches of the unpaid invoices of a tenant, the newest first; of its last invoice if none is unpaid; empty without an invoice.</returns>
    public static async Task<IReadOnlyList<InvoiceMatch>> Find(string tenant, UnitOfWork work)
    {
        var invoices = await CampaignMatcher.FindUnpaid("i.tenant_id = @tenant", work, new { tenant });
        if (invoices.Count == 0)
            invoices = await work.List<CampaignInvoice>(
                $"""
                select {CampaignInvoice.Columns("now()", "i.total_minor")}
                  from billing.invoices i join core.tenants t on t.tenant_id = i.tenant_id
                 where i.tenant_id = @tenant and i.status not in ('draft', 'void')
                 order by i.created_at desc, i.id
                 limit 1
                """,
                new { tenant }
            );
        var open = await work.List<OpenCase>(
            "select c.invoice_id, c.campaign_id from dunning.cases c where c.tenant_id = @tenant and c.closed_at is null",
            new { tenant }
        );
        var tags = await work.List<string>("select g.tag from notes.tags g where g.tenant_id = @tenant and g.closed_by is null", new { tenant });
        var matcher = await CampaignMatcher.Load(await DunningCampaign.List(work), invoices.Select(invoice => invoice.Currency), work);
        return
        [
            .. invoices.Take(MaxInvoices).Select(invoice => Of(invoice, open.FirstOrDefault(row => row.InvoiceId == invoice.Id)?.CampaignId, tags, matcher)),
        ];
    }

    private static InvoiceMatch Of(CampaignInvoice invoice, string? openId, IReadOnlyList<string> tags, CampaignMatcher matcher)
    {
        var (facts, matched) = (matcher.FactsOf(invoice), matcher.Match(invoice));
        return new(
            invoice.Id,
            invoice.Number,
            matched?.Id,
            matched is not null && (matched.ExcludedTenants.Contains(invoice.TenantId) || (matched.ExcludedTag is { } tag && tags.Contains(tag))),
            openId,
            facts.Due,
            facts.Converted,
            invoice.Plans,
            invoice.Country,
            invoice.Tenure,
            [
                .. matcher.Campaigns.Select(campaign => new CampaignMatch(
                    campaign.Id,
                    campaign.Name,
                    campaign.IsOn,
                    [.. campaign.Conditions.Check(facts).Select(ConditionMatch.Of)]
                )),
            ]
        );
    }

    private sealed record OpenCase(string InvoiceId, string CampaignId);
}

/// <summary>Whether an invoice meets the conditions of a campaign.</summary>
/// <param name="Id">ID of the campaign.</param>
/// <param name="Name">Name of the campaign.</param>
/// <param name="IsOn">Whether the campaign is on.</param>
/// <param name="Conditions">The conditions that are set; all of them must be met.</param>
public sealed record CampaignMatch(string Id, string Name, bool IsOn, IReadOnlyList<ConditionMatch> Conditions)
{
    /// <summary>Whether the invoice meets all conditions.</summary>
    public bool IsMet => Conditions.All(condition => condition.IsMet);
}

/// <param name="Condition">plan, amount, country or tenure.</param>
/// <param name="IsMet">Whether the invoice meets it.</param>
public sealed record ConditionMatch(CampaignCondition Condition, bool IsMet)
{
    internal static ConditionMatch Of(CheckedCondition condition) => new(condition.Condition, condition.IsMet);
}
