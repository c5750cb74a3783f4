using OwnerConsole.Data;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Revenue.Billing.Public;

namespace OwnerConsole.Revenue.Stripe.Writes;

/// <summary>Writes which tenants have a credit for which SLA and period.</summary>
internal static class SlaCredits
{
    public static readonly SlaCreditStatement OfAll = new(
        """
        select g.credited_tenant as tenant_id, g.sla_id, g.starts_on, g.amount_minor, g.currency
          from stripe.sla_credits g
         where g.tenant_id = 'tnt_platform' and g.closed_by is null
        """,
        FindObstacle
    );

    /// <summary>Condition on customers (o): they are in Stripe.</summary>
    internal const string IsInStripe = $"o.deleted_at is null and o.account_id <> '{BillingRecords.ManualAccount}'";

    /// <summary>Condition on customers (o) of tenants (t): in test mode, a credit reduces no invoice that a live tenant pays.</summary>
    internal const string IsOfSameMode = "(o.mode = 'live' or t.mode = 'test')";

    /// <summary>Condition on tenants (t): none of their customers can be given a credit.</summary>
    internal const string HasNoReceiver = $"not exists (select from billing.customers o where o.tenant_id = t.tenant_id and {IsInStripe} and {IsOfSameMode})";

    private static string FindObstacle(string tenant, string endsAt) =>
        $"""
            select case when count(o.id) = 0 then '{SlaCreditStatement.NoCustomer}'
                        when not bool_or({IsOfSameMode}) then '{SlaCreditStatement.TestCustomer}'
                        when count(m.mrr_minor) = 0 then '{SlaCreditStatement.NothingToCredit}' end as obstacle
              from core.tenants t
              left join billing.customers o on o.tenant_id = t.tenant_id and {IsInStripe}
              left join lateral ({SlaCreditCustomer.PriceAt("o", endsAt)}) m on {IsOfSameMode}
             where t.tenant_id = {tenant}
            """;

    /// <summary>Stores credits of the current run. A second one for the same tenant, SLA and period is refused by the database.</summary>
    public static Task Open(IReadOnlyList<SlaCreditCustomer> customers, string slaId, DateOnly startsOn, UnitOfWork work) =>
        work.Execute(
            """
            insert into stripe.sla_credits (tenant_id, credited_tenant, sla_id, starts_on, account_id, customer_id, amount_minor, currency, opened_by, opened_at)
            select 'tnt_platform', n.tenant_id, @slaId, @startsOn, n.account_id, n.customer_id, n.amount, n.currency, @run, clock_timestamp()
              from unnest(@tenants, @accounts, @customers, @amounts, @currencies) n(tenant_id, account_id, customer_id, amount, currency)
            """,
            new
            {
                slaId,
                startsOn,
                tenants = customers.Select(customer => customer.TenantId).ToArray(),
                accounts = customers.Select(customer => customer.AccountId).ToArray(),
                customers = customers.Select(customer => customer.Id).ToArray(),
                amounts = customers.Select(customer => customer.Amount!.Amount).ToArray(), // only accepted ones, which have an amount
                currencies = customers.Select(customer => customer.Amount!.Currency).ToArray(),
                run = work.RunId,
            }
        );

    /// <summary>Closes credits whose request was stopped before it was sent.</summary>
    public static void Stop(IReadOnlyList<string> customers, string run, UnitOfWork work) =>
        work.Defer(
            """
            update stripe.sla_credits set closed_by = @by
             where tenant_id = 'tnt_platform' and opened_by = @run and customer_id = any(@customers) and closed_by is null
            """,
            new
            {
                by = work.RunId,
                run,
                customers,
            }
        );

    /// <summary>Closes a credit that Stripe refused, and one whose undo Stripe has carried out. If the outcome is unknown, it isn't called: a credit could be given twice.</summary>
    /// <param name="run">Run whose request is settled.</param>
    /// <param name="isDone">False if Stripe refused the request.</param>
    public static void Settle(string run, string customer, bool isDone, UnitOfWork work) =>
        work.Defer(
            """
            update stripe.sla_credits g set closed_by = @run
             where g.tenant_id = 'tnt_platform' and g.customer_id = @customer and g.closed_by is null
               and case when @isDone
                     then g.opened_by = (select r.undoes from stripe.requests r
                                          where r.tenant_id = 'tnt_platform' and r.run_id = @run and r.subject_id = @customer)
                     else g.opened_by = @run end
            """,
            new
            {
                run,
                customer,
                isDone,
            }
        );
}
