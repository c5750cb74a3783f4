using OwnerConsole.Data;
using OwnerConsole.Pure.Dunning;
using OwnerConsole.Revenue.Billing.Public;
using OwnerConsole.Revenue.Dunning.Campaigns;

namespace OwnerConsole.Revenue.Dunning;

/// <summary>Writes cases and the results of their steps.</summary>
internal static class CaseRows
{
    /// <summary>Opens a case for each unpaid invoice of these tenants. Day 0 is never before the campaign was turned on, nor more than a day ago.</summary>
    /// <remarks>A case that is opened again is restricted again: the results of restrictions that don't apply any more are removed.</remarks>
    /// <returns>Number of opened cases.</returns>
    /// <param name="matched">The first matching campaign of each invoice.</param>
    public static async Task<int> Open(
        IReadOnlyCollection<(CampaignInvoice Invoice, DunningCampaign Campaign)> matched,
        DunningActivation dunning,
        UnitOfWork work
    )
    {
        string[] tenants = [.. matched.Select(match => match.Invoice.TenantId).Distinct(StringComparer.Ordinal)];
        await work.Execute(
            $"""
            delete from dunning.steps s using dunning.cases c, billing.invoices i
             where c.tenant_id = any(@tenants) and c.closed_at is not null
               and s.tenant_id = c.tenant_id and s.account_id = c.account_id and s.invoice_id = c.invoice_id and s.step ~ '_(read_only|suspend|cancel)$'
               and (c.outcome <> 'lost' or (s.step like '%\_suspend' and not {IsSuspendedBy("s")}))
               and i.tenant_id = c.tenant_id and i.account_id = c.account_id and i.id = c.invoice_id and {BillingRecords.IsUnpaid("i")} and {HasReason("i")}
            """,
            new { tenants }
        );
        return await work.Execute(
            $"""
            insert into dunning.cases as c (tenant_id, account_id, invoice_id, mode, campaign_id, version, steps, started_at, next_step, next_at, opened_at)
            select i.tenant_id, i.account_id, i.id, i.mode, m.campaign, m.version, m.steps, greatest({FailedAt}, @OnSince, now() - interval '1 day'), m.first, now(),
                   clock_timestamp()
              from jsonb_to_recordset(@matches) m(account text, invoice text, campaign text, version int, steps jsonb, first text)
              join billing.invoices i on i.account_id = m.account and i.id = m.invoice
             where i.tenant_id = any(@tenants) and {BillingRecords.IsUnpaid("i")} and {HasReason("i")}
               and not exists (select from dunning.cases o where o.tenant_id = i.tenant_id and o.account_id = i.account_id and o.invoice_id = i.id and o.closed_at is null)
            on conflict (tenant_id, account_id, invoice_id) do update
               set closed_at = null, outcome = null, next_step = excluded.next_step, next_at = excluded.next_at, opened_at = excluded.opened_at,
                   reached = null, limits_at = null, announced_at = null,
                   campaign_id = case when {HasCampaign} then c.campaign_id else excluded.campaign_id end, version = case when {HasCampaign} then c.version else 0 end
             where c.closed_at is not null
            """,
            new
            {
                tenants,
                dunning.OnSince,
                matches = Json.Element(
                    matched.Select(match => new
                    {
                        account = match.Invoice.AccountId,
                        invoice = match.Invoice.Id,
                        campaign = match.Campaign.Id,
                        match.Campaign.Version,
                        match.Campaign.Steps,
                        first = DunningCase.NameOf(match.Campaign.Steps[0]),
                    })
                ),
            }
        );
    }

    /// <summary>Whether the campaign of the case <c>c</c> still exists.</summary>
    private const string HasCampaign =
        "exists (select from dunning.campaigns h where h.tenant_id = 'tnt_platform' and h.campaign_id = c.campaign_id and h.closed_by is null)";

    /// <param name="step">Alias of a step in SQL.</param>
    /// <returns>SQL for whether the suspension that it led to is still in effect.</returns>
    public static string IsSuspendedBy(string step) =>
        $"exists (select from access.suspensions a where a.tenant_id = {step}.tenant_id and a.opened_by = {step}.run_id and a.closed_by is null)";

    /// <param name="invoice">Alias of an invoice in SQL.</param>
    /// <returns>SQL for whether the failed payment is copied too, so that the first email can name its reason. Without a payment method there is none.</returns>
    public static string HasReason(string invoice) =>
        $"""
            ({invoice}.collection_method = 'send_invoice' or {invoice}.synced_at < now() - interval '2 minutes'
               or exists (select from billing.payments f where f.invoice_id = {invoice}.id and f.account_id = {invoice}.account_id and f.status = 'failed'))
            """;

    /// <summary>When the payment of the invoice <c>i</c> failed for the first time, or when it became overdue.</summary>
    private const string FailedAt = """
        coalesce(case when i.collection_method = 'send_invoice' then i.due_at
                      else (select min(p.created_at) from billing.payments p where p.invoice_id = i.id and p.account_id = i.account_id and p.status = 'failed') end,
                 i.created_at)
        """;

    /// <summary>Stores the result of a step.</summary>
    /// <param name="isSilent">Whether its campaign sends no emails.</param>
    /// <returns>False if the step has a result already, or if the invoice isn't unpaid any more.</returns>
    public static async Task<bool> TryStore(DunningCase unpaid, DunningStep step, StartedStep started, bool isSilent, UnitOfWork work) =>
        await work.Execute(
            $"""
            insert into dunning.steps (tenant_id, account_id, invoice_id, step, result, code, run_id, done_at)
            select c.tenant_id, c.account_id, c.invoice_id, @step, @result, @code, @runId, clock_timestamp()
              from dunning.cases c
              join billing.invoices i on i.tenant_id = c.tenant_id and i.account_id = c.account_id and i.id = c.invoice_id and {BillingRecords.IsUnpaid("i")}
             where c.tenant_id = @TenantId and c.account_id = @AccountId and c.invoice_id = @InvoiceId and c.closed_at is null
            on conflict do nothing
            """,
            new
            {
                unpaid.TenantId,
                unpaid.AccountId,
                unpaid.InvoiceId,
                step = DunningCase.NameOf(step),
                result = started.Skipped is null ? "done" : "skipped",
                code = isSilent ? "emails_off" : started.Skipped,
                started.RunId,
            }
        ) == 1;

    /// <param name="announcedAt">When access is restricted, as stated in the email; null if it doesn't.</param>
    public static Task SetEmail(DunningCase unpaid, DunningStep step, string email, DateTimeOffset? announcedAt, UnitOfWork work) =>
        work.Execute(
            """
            with sent as (
              update dunning.steps set email_id = @email
               where tenant_id = @TenantId and account_id = @AccountId and invoice_id = @InvoiceId and step = @step)
            update dunning.cases set announced_at = @announcedAt
             where tenant_id = @TenantId and account_id = @AccountId and invoice_id = @InvoiceId
            """,
            new
            {
                unpaid.TenantId,
                unpaid.AccountId,
                unpaid.InvoiceId,
                step = DunningCase.NameOf(step),
                email,
                announcedAt,
            }
        );

    /// <summary>Stores the last step that was carried out, which the stage is read from.</summary>
    public static Task SetReached(DunningCase unpaid, DunningStep step, UnitOfWork work) =>
        work.Execute(
            """
            update dunning.cases set reached = @step
             where tenant_id = @TenantId and account_id = @AccountId and invoice_id = @InvoiceId and closed_at is null
            """,
            new
            {
                unpaid.TenantId,
                unpaid.AccountId,
                unpaid.InvoiceId,
                step = DunningCase.NameOf(step),
            }
        );

    /// <summary>Evaluates the case again after some time.</summary>
    /// <param name="blocked">Why the next step waits: approval, limit or unread; null if it doesn't.</param>
    public static Task Delay(DunningCase unpaid, TimeSpan delay, string? blocked, UnitOfWork work) =>
        work.Execute(
            """
            update dunning.cases set next_at = now() + @delay, blocked = @blocked
             where tenant_id = @TenantId and account_id = @AccountId and invoice_id = @InvoiceId and closed_at is null
            """,
            new
            {
                unpaid.TenantId,
                unpaid.AccountId,
                unpaid.InvoiceId,
                delay,
                blocked,
            }
        );

    /// <summary>Stores when the case is evaluated again.</summary>
    /// <param name="next">The next step; null if there is none.</param>
    /// <param name="at">Null on hold without an end.</param>
    /// <param name="limitsAt">Next step that restricts access.</param>
    public static Task Schedule(DunningCase unpaid, DunningStep? next, DateTimeOffset? at, DateTimeOffset? limitsAt, UnitOfWork work) =>
        work.Execute(
            """
            update dunning.cases
               set next_step = @next, next_at = @at, blocked = null, page_url = @PageUrl, limits_at = @limitsAt
             where tenant_id = @TenantId and account_id = @AccountId and invoice_id = @InvoiceId and closed_at is null
            """,
            new
            {
                unpaid.TenantId,
                unpaid.AccountId,
                unpaid.InvoiceId,
                next = next is null ? null : DunningCase.NameOf(next),
                at,
                unpaid.PageUrl,
                limitsAt,
            }
        );

    /// <returns>False if it is closed already. A lost case can still be recovered.</returns>
    public static async Task<bool> TryClose(DunningCase unpaid, string outcome, UnitOfWork work) =>
        await work.Execute(
            """
            update dunning.cases set closed_at = clock_timestamp(), outcome = @outcome, next_step = null, next_at = null, blocked = null
             where tenant_id = @TenantId and account_id = @AccountId and invoice_id = @InvoiceId and (closed_at is null or outcome = 'lost')
            """,
            new
            {
                unpaid.TenantId,
                unpaid.AccountId,
                unpaid.InvoiceId,
                outcome,
            }
        ) == 1;
}
