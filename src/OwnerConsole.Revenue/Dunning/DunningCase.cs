using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Pure.Amounts;
using OwnerConsole.Pure.Dunning;
using OwnerConsole.Pure.Periods;
using OwnerConsole.Revenue.Billing.Public;

namespace OwnerConsole.Revenue.Dunning;

/// <summary>An unpaid invoice with the steps that were carried out for it.</summary>
/// <param name="CampaignId">Campaign that matched when it was opened.</param>
/// <param name="Version">Version of the campaign that the steps are of; 0 if they are about to change.</param>
/// <param name="StepsJson">Steps of the campaign. Its changes apply to future steps only.</param>
/// <param name="AnnouncedAt">When access is restricted, as stated in the last email; null if it isn't.</param>
/// <param name="Status">Status of the invoice; null if it doesn't belong to the tenant any more.</param>
/// <param name="DeclineCode">Of the last failed payment.</param>
/// <param name="SyncedAt">When the copy of the invoice was read.</param>
internal sealed record DunningCase(
    string TenantId,
    string AccountId,
    string InvoiceId,
    Mode Mode,
    string CampaignId,
    int Version,
    bool SendsEmails,
    JsonElement StepsJson,
    DateTimeOffset StartedAt,
    DateTimeOffset OpenedAt,
    DateTimeOffset? AnnouncedAt,
    string Zone,
    string? Status,
    string? Number,
    string? SubscriptionId,
    string? Currency,
    long RemainingMinor,
    string? CollectionMethod,
    DateTimeOffset? DueAt,
    string? PageUrl,
    DateTimeOffset? NextAttemptAt,
    string? DeclineCode,
    DateTimeOffset? SyncedAt,
    DateTimeOffset Now
)
{
    /// <summary>Query parameters that identify the case.</summary>
    public object Key =>
        new
        {
            TenantId,
            AccountId,
            InvoiceId,
        };

    public IReadOnlyList<DunningStep> Steps => field ??= DunningCampaign.ReadSteps(StepsJson);

    public Zone TimeZone => Pure.Periods.Zone.FirstKnown(Zone);

    public bool IsSentByEmail => CollectionMethod == "send_invoice";

    public bool IsManual => AccountId == BillingRecords.ManualAccount;

    /// <returns>Whether the copy of the invoice was read before this time.</returns>
    public bool IsOlder(DateTimeOffset? than) => !IsManual && SyncedAt < than;

    public Money Remaining => new(RemainingMinor, Currency ?? "XXX");

    /// <param name="which">Condition on the case <c>c</c> and its invoice <c>i</c>, and what follows it.</param>
    public static Task<IReadOnlyList<DunningCase>> List(string which, UnitOfWork work, object? arguments = null) =>
        work.List<DunningCase>(
            $"""
            select c.tenant_id, c.account_id, c.invoice_id, c.mode, c.campaign_id, c.version, coalesce(p.sends_emails, true) as sends_emails,
                   c.steps as steps_json, c.started_at, c.opened_at, c.announced_at, coalesce(t.time_zone, r.zone) as zone,
                   i.status, i.number, i.subscription_id, i.currency,
                   coalesce(i.remaining_minor, 0) as remaining_minor, i.collection_method, i.due_at, i.page_url, i.next_attempt_at,
                   (select p.failure_code from billing.payments p where p.invoice_id = i.id and p.account_id = i.account_id and p.status = 'failed'
                     order by p.created_at desc limit 1) as decline_code,
                   i.synced_at, now() as now
              from dunning.cases c
              join core.tenants t on t.tenant_id = c.tenant_id
              cross join core.reporting r
              left join dunning.campaigns p on p.tenant_id = 'tnt_platform' and p.campaign_id = c.campaign_id and p.closed_by is null
              left join billing.invoices i on i.tenant_id = c.tenant_id and i.account_id = c.account_id and i.id = c.invoice_id
             where {which}
            """,
            arguments
        );

    /// <returns>Steps that were carried out or skipped.</returns>
    public Task<IReadOnlyList<StepResult>> FindResults(UnitOfWork work) =>
        work.List<StepResult>(
            """
            select step, result, code, email_id, run_id, done_at from dunning.steps
             where tenant_id = @TenantId and account_id = @AccountId and invoice_id = @InvoiceId order by done_at, step
            """,
            Key
        );

    /// <param name="openedAt">When the case was opened; null if it wasn't.</param>
    /// <returns>Holds of the tenant, the time after that in which dunning was off, and the time in which the campaign was off or excluded the tenant.</returns>
    public static async Task<IReadOnlyList<DunningHold>> FindHolds(string tenant, string account, string invoice, DateTimeOffset? openedAt, UnitOfWork work) =>
        [
            .. (
                await work.List<HoldRow>(
                    """
                    select opened_at as from_at, least(until_at, closed_at) as until_at from dunning.holds where tenant_id = @tenant
                    union all
                    select opened_at, closed_at from dunning.pauses where tenant_id = @tenant and account_id = @account and invoice_id = @invoice
                    union all
                    select a.closed_at, (select min(o.opened_at) from dunning.activations o where o.tenant_id = 'tnt_platform' and o.opened_at >= a.closed_at)
                      from dunning.activations a
                     where a.tenant_id = 'tnt_platform' and a.closed_at > @openedAt::timestamptz
                       and not exists (select from dunning.activations o
                                        where o.tenant_id = 'tnt_platform' and o.opened_at < a.closed_at and (o.closed_by is null or o.closed_at > a.closed_at))
                    """,
                    new
                    {
                        tenant,
                        account,
                        invoice,
                        openedAt,
                    }
                )
            ).Select(row => new DunningHold(row.FromAt, row.UntilAt)),
        ];

    /// <inheritdoc cref="FindHolds(string, string, string, DateTimeOffset?, UnitOfWork)"/>
    public Task<IReadOnlyList<DunningHold>> FindHolds(UnitOfWork work) => FindHolds(TenantId, AccountId, InvoiceId, OpenedAt, work);

    /// <returns>All steps with the times at which they are carried out.</returns>
    public IReadOnlyList<PlannedStep> Plan(IReadOnlyList<DunningHold> holds) => DunningSchedule.Plan(Steps, StartedAt, TimeZone, holds);

    /// <returns>Name of a step, such as 3_email.</returns>
    public static string NameOf(DunningStep step) => $"{step.Day}_{step.Action.ToText()}";

    private sealed record HoldRow(DateTimeOffset FromAt, DateTimeOffset? UntilAt);
}

/// <param name="Result">done or skipped.</param>
/// <param name="Code">Why it was skipped.</param>
internal sealed record StepResult(string Step, string Result, string? Code, string? EmailId, string? RunId, DateTimeOffset DoneAt);
