using OwnerConsole.Data;
using OwnerConsole.Pure.Dunning;
using OwnerConsole.Revenue.Billing.Public;

namespace OwnerConsole.Revenue.Dunning.Campaigns;

/// <summary>Opens cases with the first matching campaign, and applies later changes of campaigns to them.</summary>
public sealed class CaseCampaigns(Database database)
{
    private const int BatchSize = 100,
        MaxInvoices = 5_000;

    /// <summary>SQL for why no step of the case <c>c</c> is carried out: its campaign is off, or excludes the tenant; null if neither.</summary>
    internal static readonly string PauseReason = $"""
        (case when not {DunningCampaign.IsOnSql("c.campaign_id")} then 'campaign_off'
              when exists (select from dunning.campaigns x
                            where x.tenant_id = 'tnt_platform' and x.campaign_id = c.campaign_id and x.closed_by is null
                              and (c.tenant_id = any(x.excluded_tenants)
                                or exists (select from notes.tags g where g.tenant_id = c.tenant_id and g.tag = x.excluded_tag and g.closed_by is null)))
              then 'excluded' end)
        """;

    /// <summary>Opens cases for unpaid invoices that match a campaign.</summary>
    internal async Task Open(DunningActivation dunning, CancellationToken stop)
    {
        List<(CampaignInvoice Invoice, DunningCampaign Campaign)> matched;
        await using (var reading = await database.Read(stop))
        {
            var invoices = await reading.List<CampaignInvoice>(
                $"""
                select {CampaignInvoice.Columns("now()", "i.remaining_minor")}
                  from billing.invoices i
                  join core.tenants t on t.tenant_id = i.tenant_id
                 where i.status = 'open' and {BillingRecords.IsUnpaid("i")} and {CaseRows.HasReason("i")}
                   and not exists (select from dunning.cases o where o.tenant_id = i.tenant_id and o.account_id = i.account_id and o.invoice_id = i.id and o.closed_at is null)
                 order by i.created_at desc
                 limit {MaxInvoices}
                """
            );
            if (invoices.Count == 0)
                return;
            var matcher = await CampaignMatcher.Load(await DunningCampaign.List(reading), invoices.Select(invoice => invoice.Currency), reading);
            matched =
            [
                .. invoices
                    .Select(invoice => (Invoice: invoice, Campaign: matcher.Match(invoice)))
                    .Where(match => match.Campaign is not null)
                    .Select(match => (match.Invoice, match.Campaign!))
                    .GroupBy(match => match.Invoice.TenantId, StringComparer.Ordinal)
                    .Take(BatchSize)
                    .SelectMany(group => group),
            ];
        }
        if (matched.Count == 0)
            return;
        await using var work = await database.Write(
            WriteOrigin.Intake(DunningEngine.Kind),
            [.. matched.Select(match => match.Invoice.TenantId).Distinct(StringComparer.Ordinal), IdGenerator.Platform],
            stop
        );
        await CaseRows.Open(matched, dunning, work);
        await work.Commit();
    }

    /// <summary>Applies changes of campaigns to open cases: exclusions and the switch at once, steps from now on.</summary>
    internal async Task Follow(CancellationToken stop)
    {
        await UpdatePauses(stop);
        IReadOnlyList<DunningCase> stale;
        IReadOnlyList<DunningCampaign> campaigns;
        await using (var reading = await database.Read(stop))
        {
            stale = await DunningCase.List(
                "c.closed_at is null and p.version <> c.version order by c.opened_at, c.invoice_id limit @BatchSize",
                reading,
                new { BatchSize }
            );
            if (stale.Count == 0)
                return;
            campaigns = await DunningCampaign.List(reading);
        }
        foreach (var unpaid in stale)
            if (campaigns.FirstOrDefault(campaign => campaign.Id == unpaid.CampaignId) is { } campaign)
                await ChangeSteps(unpaid, campaign, stop);
    }

    private async Task ChangeSteps(DunningCase unpaid, DunningCampaign campaign, CancellationToken stop)
    {
        await using var work = await database.Write(WriteOrigin.Intake(DunningEngine.Kind), [unpaid.TenantId, IdGenerator.Platform], stop);
        var holds = await unpaid.FindHolds(work);
        var results = (await unpaid.FindResults(work)).Select(result => result.Step).ToHashSet(StringComparer.Ordinal);
        var steps = StepChange.Merge(
            unpaid.Plan(holds),
            unpaid.Steps.Where(step => results.Contains(DunningCase.NameOf(step))).ToHashSet(),
            DunningSchedule.Plan(campaign.Steps, unpaid.StartedAt, unpaid.TimeZone, holds),
            unpaid.Now
        );
        var next = steps.Select(DunningCase.NameOf).FirstOrDefault(step => !results.Contains(step));
        await work.Execute(
            """
            update dunning.cases set steps = @steps, version = @Version, next_step = @next, next_at = case when @next is not null then now() end, blocked = null
             where tenant_id = @TenantId and account_id = @AccountId and invoice_id = @InvoiceId and closed_at is null
            """,
            new
            {
                unpaid.TenantId,
                unpaid.AccountId,
                unpaid.InvoiceId,
                steps = Json.Element(steps),
                campaign.Version,
                next,
            }
        );
        await work.Commit();
    }

    private async Task UpdatePauses(CancellationToken stop)
    {
        IReadOnlyList<PauseRow> changed;
        await using (var reading = await database.Read(stop))
            changed = await reading.List<PauseRow>(
                $"""
                select c.tenant_id, c.account_id, c.invoice_id, {PauseReason} as reason
                  from dunning.cases c
                  left join dunning.pauses w on w.tenant_id = c.tenant_id and w.account_id = c.account_id and w.invoice_id = c.invoice_id and w.closed_at is null
                 where c.closed_at is null and w.reason is distinct from {PauseReason}
                 order by c.opened_at, c.invoice_id
                 limit {BatchSize}
                """
            );
        if (changed.Count == 0)
            return;
        await using var work = await database.Write(
            WriteOrigin.Intake(DunningEngine.Kind),
            [.. changed.Select(row => row.TenantId).Distinct(StringComparer.Ordinal)],
            stop
        );
        var rows = new { changed = Json.Element(changed) };
        const string Changed = "jsonb_to_recordset(@changed) k(tenant_id text, account_id text, invoice_id text, reason text)";
        await work.Execute(
            $"""
            update dunning.pauses w set closed_at = now()
              from {Changed}
             where w.tenant_id = k.tenant_id and w.account_id = k.account_id and w.invoice_id = k.invoice_id and w.closed_at is null
            """,
            rows
        );
        await work.Execute(
            $"""
            insert into dunning.pauses (tenant_id, account_id, invoice_id, reason, opened_at)
            select k.tenant_id, k.account_id, k.invoice_id, k.reason, now() from {Changed} where k.reason is not null
            on conflict do nothing
            """,
            rows
        );
        // A paused case isn't evaluated until it continues.
        await work.Execute(
            $"""
            update dunning.cases c set next_at = case when k.reason is null then now() end
              from {Changed}
             where c.tenant_id = k.tenant_id and c.account_id = k.account_id and c.invoice_id = k.invoice_id and c.closed_at is null and c.next_step is not null
            """,
            rows
        );
        await work.Commit();
    }

    private sealed record PauseRow(string TenantId, string AccountId, string InvoiceId, string? Reason);
}
