using OwnerConsole.Data;
using OwnerConsole.Pure.Amounts;
using OwnerConsole.Pure.Dunning;
using OwnerConsole.Revenue.Billing.Public;
using OwnerConsole.Revenue.Rates.Public;

namespace OwnerConsole.Revenue.Dunning.Campaigns;

/// <summary>Finds the first campaign whose conditions an invoice meets.</summary>
internal sealed class CampaignMatcher
{
    /// <summary>Number of unpaid invoices that are compared at most.</summary>
    public const int MaxInvoices = 10_000;

    private readonly ReportingConverter _converter;

    private CampaignMatcher(IReadOnlyList<DunningCampaign> campaigns, ReportingConverter converter) => (Campaigns, _converter) = (campaigns, converter);

    /// <summary>In the order in which they are tried.</summary>
    public IReadOnlyList<DunningCampaign> Campaigns { get; }

    /// <param name="campaigns">All campaigns in their order.</param>
    /// <param name="work">A transaction that names the platform, or reads all tenants.</param>
    public static async Task<CampaignMatcher> Load(IReadOnlyList<DunningCampaign> campaigns, IEnumerable<string> currencies, UnitOfWork work) =>
        new(campaigns, await ReportingConverter.Load(currencies, work));

    /// <returns>Unpaid invoices of a mode, the newest first.</returns>
    /// <param name="which">Another condition on the invoice <c>i</c>.</param>
    public static Task<IReadOnlyList<CampaignInvoice>> FindUnpaid(string which, UnitOfWork work, object arguments) =>
        work.List<CampaignInvoice>(
            $"""
            select {CampaignInvoice.Columns("now()", "i.remaining_minor")}
              from billing.invoices i
              join core.tenants t on t.tenant_id = i.tenant_id
             where i.status = 'open' and {BillingRecords.IsUnpaid("i")} and ({which})
             order by i.created_at desc, i.id
             limit {MaxInvoices}
            """,
            arguments
        );

    /// <returns>Number of unpaid invoices of a mode by the id of the first campaign that they match.</returns>
    public static async Task<IReadOnlyDictionary<string, long>> Count(IReadOnlyList<DunningCampaign> campaigns, Mode mode, UnitOfWork work)
    {
        var invoices = await FindUnpaid("i.mode = @mode", work, new { mode });
        var matcher = await Load(campaigns, invoices.Select(invoice => invoice.Currency), work);
        return invoices
            .Select(matcher.Match)
            .OfType<DunningCampaign>()
            .GroupBy(campaign => campaign.Id, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.LongCount(), StringComparer.Ordinal);
    }

    /// <returns>Null if no campaign that is on matches.</returns>
    public DunningCampaign? Match(CampaignInvoice invoice)
    {
        var facts = FactsOf(invoice);
        return Campaigns.FirstOrDefault(campaign => campaign.IsOn && campaign.Conditions.Match(facts));
    }

    public UnpaidFacts FactsOf(CampaignInvoice invoice)
    {
        var due = new Money(invoice.DueMinor, invoice.Currency);
        return new(invoice.Plans, due, _converter.Convert(due, invoice.At), invoice.Country, invoice.Tenure);
    }
}
