using System.Globalization;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Pure.Agreements;
using OwnerConsole.Pure.Amounts;
using OwnerConsole.Revenue.Billing.Public;

namespace OwnerConsole.Revenue.Stripe.Writes;

/// <summary>A customer whose tenant can be given a credit for a breached SLA, or a tenant without such a customer, which can't be given one.</summary>
/// <param name="IsDeleted">Whether it was deleted in Stripe.</param>
/// <param name="IsTestOfLiveTenant">Whether it is in test mode although its tenant is live; for a tenant, whether all of its customers are.</param>
/// <param name="EndsOn">Last day of the period; null if the SLA was not breached in it, if the period is not closed, or if no credit was agreed.</param>
/// <param name="Actual">Actual share in percent.</param>
/// <param name="CreditPercent">Percent of the monthly price to credit.</param>
/// <param name="Currency">Currency of its subscriptions at the end of the period; null without one.</param>
/// <param name="MrrMinor">Monthly price at the end of the period in minor units.</param>
/// <param name="IsCredited">Whether the tenant has a credit for the period.</param>
public sealed record SlaCreditCustomer(
    string Id,
    string AccountId,
    Mode Mode,
    string TenantId,
    bool IsDeleted,
    bool IsTestOfLiveTenant,
    DateOnly? EndsOn,
    decimal? Actual,
    decimal? CreditPercent,
    string? Currency,
    decimal? MrrMinor,
    bool IsCredited,
    bool IsRequested
) : IStripeRecord
{
    /// <summary>Whether it is a tenant that has no customer in Stripe to which a credit can be given.</summary>
    internal bool IsTenant => Id == TenantId;

    public string Path => $"/v1/customers/{Uri.EscapeDataString(Id)}/balance_transactions";

    /// <summary>Changes with the amount, so that a preview of another amount becomes outdated.</summary>
    public long Revision => RevisionHash.Of(Amount?.ToString() ?? "", IsCredited ? "credited" : "");

    /// <summary>Amount of the credit; null if there is no breach or no price.</summary>
    public Money? Amount =>
        EndsOn is not null && CreditPercent is { } percent && Currency is { } currency && MrrMinor is { } price
            ? new(CreditSteps.Amount(price, percent), currency)
            : null;

    /// <param name="breaches">Statement that returns the breached SLAs of tenants.</param>
    /// <param name="slaId">ID of the SLA.</param>
    /// <param name="startsOn">First day of the period.</param>
    public static async Task<IReadOnlyList<SlaCreditCustomer>> Load(
        IReadOnlyList<string> ids,
        SlaBreachStatement? breaches,
        string slaId,
        DateOnly startsOn,
        UnitOfWork work
    )
    {
        await StripeRequests.Lock("customers", ids, work);
        return await work.List<SlaCreditCustomer>(
            $"""
            select c.id, c.account_id, c.mode, c.tenant_id, c.deleted_at is not null as is_deleted,
                   coalesce(c.mode = 'test' and t.mode = 'live', false) as is_test_of_live_tenant,
                   b.ends_on, b.actual, b.credit_percent, m.currency, m.mrr_minor,
                   exists (select from ({SlaCredits.OfAll.Sql}) g
                            where g.tenant_id = c.tenant_id and g.sla_id = @slaId and g.starts_on = @startsOn) as is_credited,
                   {StripeRequests.IsOpen("c")} as is_requested
              from billing.customers c
              left join core.tenants t on t.tenant_id = c.tenant_id
              left join ({breaches?.Sql ?? NoBreaches}) b on b.tenant_id = c.tenant_id and b.sla_id = @slaId and b.starts_on = @startsOn
              left join lateral ({PriceAt("c", "b.ends_at")}) m on true
             where c.id = any(@ids) and c.account_id <> '{BillingRecords.ManualAccount}' and (c.mode = 'test' or not @isTest)
            union all
            select t.tenant_id, '', t.mode, t.tenant_id, false,
                   exists (select from billing.customers o where o.tenant_id = t.tenant_id and {SlaCredits.IsInStripe}),
                   null, null, null, null, null, false, false
              from core.tenants t
             where t.tenant_id = any(@ids) and t.tenant_id <> 'tnt_platform' and (t.mode = 'test' or not @isTest) and {SlaCredits.HasNoReceiver}
             order by 1
            """,
            new
            {
                ids,
                slaId,
                startsOn,
                isTest = work.Caller?.Mode is Mode.Test,
            }
        );
    }

    /// <summary>Used when no module measures SLAs.</summary>
    internal const string NoBreaches = """
        select null::text as tenant_id, null::text as sla_id, null::date as starts_on, null::date as ends_on, null::timestamptz as ends_at,
               null::numeric as actual, null::numeric as credit_percent
         where false
        """;

    /// <param name="customer">Alias of a customer in SQL.</param>
    /// <param name="at">SQL for a time.</param>
    /// <returns>SQL for currency and MRR of the customer's subscriptions at that time, those of the currency with the highest MRR.</returns>
    internal static string PriceAt(string customer, string at) =>
        $"""
            select s.currency, sum(s.mrr_minor) as mrr_minor
              from billing.subscription_mrr s
             where s.customer_id = {customer}.id and s.account_id = {customer}.account_id and s.from_at < {at} and s.zero_reason is null
               and not exists (
                 select from billing.subscription_mrr l
                  where l.subscription_id = s.subscription_id and l.account_id = s.account_id and l.from_at > s.from_at and l.from_at < {at})
             group by s.currency
            having sum(s.mrr_minor) > 0
             order by 2 desc, 1
             limit 1
            """;

    /// <summary>The day as Stripe's invoice shows it.</summary>
    internal static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
