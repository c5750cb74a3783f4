using OwnerConsole.Data;
using OwnerConsole.Pure.Amounts;
using OwnerConsole.Pure.Dunning;
using OwnerConsole.Pure.Periods;
using OwnerConsole.Revenue.Dunning.Campaigns;

namespace OwnerConsole.Revenue.Dunning;

/// <summary>What steps would have done in the last 12 months.</summary>
/// <param name="CampaignId">Campaign whose invoices were simulated; null for all invoices.</param>
/// <param name="Invoices">Failed payments and overdue invoices that were read, at most 10,000.</param>
/// <param name="Steps">The steps by day, then the time after the last one.</param>
/// <param name="Matches">With the parameter tenant: which campaign each of its unpaid invoices matches and why; of its last invoice if none is unpaid.</param>
public sealed record Simulation(string? CampaignId, int Invoices, IReadOnlyList<SimulationStep> Steps, IReadOnlyList<InvoiceMatch> Matches)
{
    private const int MaxInvoices = 10_000;

    /// <param name="campaign">Campaign whose invoices are simulated: those that it would have been the first to match. Null for all invoices.</param>
    /// <param name="onlyTenant">Tenant whose invoices are simulated; null for all.</param>
    public static async Task<Simulation> Find(IReadOnlyList<DunningStep> steps, DunningCampaign? campaign, string? onlyTenant, Mode mode, UnitOfWork work)
    {
        var rows = await work.List<Row>(
            $"""
            select f.failed_at, i.paid_at, i.currency, i.total_minor, coalesce(t.time_zone, r.zone) as zone, i.account_id, i.id, now() as now
              {FailedInvoices}
             order by f.failed_at desc, i.id
             limit @MaxInvoices
            """,
            new
            {
                mode,
                onlyTenant,
                MaxInvoices,
            }
        );
        if (campaign is not null)
        {
            var matching = await FindMatching(campaign, mode, onlyTenant, work);
            rows = [.. rows.Where(row => matching.Contains((row.AccountId, row.Id)))];
        }
        var failures = rows.Select(row => new PastFailure(row.FailedAt, row.PaidAt, new(row.TotalMinor, row.Currency), Zone.FirstKnown(row.Zone))).ToList();
        return new(
            campaign?.Id,
            failures.Count,
            [.. SimulatedStep.Simulate(steps, failures, rows is [var first, ..] ? first.Now : default).Select(SimulationStep.Of)],
            []
        );
    }

    private const string FailedInvoices = """
        from (select p.account_id, p.invoice_id as id, min(p.created_at) as failed_at
                      from billing.payments p
                     where p.mode = @mode and p.status = 'failed' and p.invoice_id is not null and p.created_at > now() - interval '12 months'
                     group by 1, 2
                    union all
                    select o.account_id, o.id, o.due_at
                      from billing.invoices o
                     where o.mode = @mode and o.collection_method = 'send_invoice' and o.due_at between now() - interval '12 months' and now()
                       and o.status in ('open', 'paid', 'uncollectible') and (o.paid_at is null or o.paid_at > o.due_at)) f
              join billing.invoices i on i.account_id = f.account_id and i.id = f.id and i.status not in ('draft', 'void')
              join core.tenants t on t.tenant_id = i.tenant_id
              cross join core.reporting r
             where (@onlyTenant::text is null or i.tenant_id = @onlyTenant)
        """;

    /// <returns>Invoices that the campaign, if it was on, would have been the first to match when they failed, without excluded tenants.</returns>
    private static async Task<HashSet<(string, string)>> FindMatching(DunningCampaign campaign, Mode mode, string? onlyTenant, UnitOfWork work)
    {
        var invoices = await work.List<CampaignInvoice>(
            $"""
            select {CampaignInvoice.Columns("f.failed_at", "i.total_minor")}
              {FailedInvoices}
               and not i.tenant_id = any(@ExcludedTenants)
               and not exists (select from notes.tags g where g.tenant_id = i.tenant_id and g.tag = @ExcludedTag and g.closed_by is null)
             order by f.failed_at desc, i.id
             limit @MaxInvoices
            """,
            new
            {
                mode,
                onlyTenant,
                campaign.ExcludedTenants,
                campaign.ExcludedTag,
                MaxInvoices,
            }
        );
        var all = (await DunningCampaign.List(work)).Select(other => other.Id == campaign.Id ? campaign with { IsOn = true } : other);
        var matcher = await CampaignMatcher.Load([.. all], invoices.Select(invoice => invoice.Currency), work);
        return [.. invoices.Where(invoice => matcher.Match(invoice)?.Id == campaign.Id).Select(invoice => (invoice.AccountId, invoice.Id))];
    }

    private sealed record Row(
        DateTimeOffset FailedAt,
        DateTimeOffset? PaidAt,
        string Currency,
        long TotalMinor,
        string Zone,
        string AccountId,
        string Id,
        DateTimeOffset Now
    );
}

/// <summary>What a step would have done.</summary>
/// <param name="Day">null for the time after the last step.</param>
/// <param name="Action">email, read_only, suspend or cancel; null for the time after the last step.</param>
/// <param name="Reached">Invoices that were still unpaid on that day.</param>
/// <param name="Recovered">Invoices that were paid before the step, and after the previous one.</param>
/// <param name="RecoveredAmounts">Their amounts, one per currency.</param>
public sealed record SimulationStep(int? Day, DunningAction? Action, int Reached, int Recovered, IReadOnlyList<Money> RecoveredAmounts)
{
    internal static SimulationStep Of(SimulatedStep row) => new(row.Step?.Day, row.Step?.Action, row.Reached, row.Recovered, row.RecoveredAmounts);
}
