using System.Globalization;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Revenue.Stripe.Writes;

/// <summary>
/// Selects the customers of tenants for which an SLA was breached in a closed period and that have no credit yet: one customer of each tenant. Tenants without
/// a customer, and live tenants that only have customers in test mode, are selected themselves, so that a preview shows that they can't be given the credit.
/// Customers without a price are left out, because there is nothing to credit.
/// </summary>
public sealed class MatchingSlaCustomers(IEnumerable<SlaBreachStatement> breaches) : ISubjectQuery
{
    private const string StartsOn = "starts_on";

    public string Subject => "stripe_customer";

    public string? Filter => "sla";

    public async Task<IReadOnlyList<string>> Find(Caller caller, Mode within, IReadOnlyDictionary<string, string> query, int most, UnitOfWork work)
    {
        if (query.Keys.FirstOrDefault(part => part != Filter && part != StartsOn) is { } other)
            throw Problem.Invalid(other, $"can't be combined with {Filter}, which selects the customers of tenants with a breached SLA.");
        if (!DateOnly.TryParseExact(query.GetValueOrDefault(StartsOn), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var startsOn))
            throw Problem.Invalid(StartsOn, "must be the first day of the period, such as 2026-11-01.");
        return await work.List<string>(
            $"""
            with breached as (
              select b.tenant_id, b.ends_at
                from ({breaches.FirstOrDefault()?.Sql ?? SlaCreditCustomer.NoBreaches}) b
               where b.sla_id = @sla and b.starts_on = @startsOn and (@OnlyTenant::text is null or b.tenant_id = @OnlyTenant)
                 and not exists (select from ({SlaCredits.OfAll.Sql}) g
                                  where g.tenant_id = b.tenant_id and g.sla_id = b.sla_id and g.starts_on = b.starts_on))
            select x.id
              from (select distinct on (o.tenant_id) o.tenant_id, o.id
                      from breached b
                      join core.tenants t on t.tenant_id = b.tenant_id
                      join billing.customers o on o.tenant_id = b.tenant_id and o.mode = @mode and {SlaCredits.IsInStripe} and {SlaCredits.IsOfSameMode}
                      join lateral ({SlaCreditCustomer.PriceAt("o", "b.ends_at")}) m on true
                     order by o.tenant_id, m.mrr_minor desc, o.id) x
            union all
            select b.tenant_id
              from breached b
              join core.tenants t on t.tenant_id = b.tenant_id and t.mode = @mode
             where {SlaCredits.HasNoReceiver}
             order by 1
             limit @most
            """,
            new
            {
                mode = within,
                sla = query[Filter!], // the query has the filter, or this selection isn't used
                startsOn,
                caller.OnlyTenant,
                most,
            }
        );
    }
}
