using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Revenue.Stripe;

/// <summary>A customer of a tenant for which the SLA of the operation's example was breached.</summary>
public sealed class CreditSlaExample : Example
{
    public override string OperationName => "sla.credit";

    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        var customer = await MatchStripeCustomerExample.Customer(stage);
        await stage.Force(
            """
            update billing.customers set tenant_id = @tenant, currency = 'USD' where id = @customer;
            update core.entity_names set belongs_to = @tenant where id = @customer;
            insert into billing.subscription_mrr (tenant_id, account_id, subscription_id, from_at, price_id, customer_id, mode, currency, mrr_minor)
            values (@tenant, 'acct_1', 'sub_' || @customer, '2026-01-01', 'price_1', @customer, 'live', 'USD', 4900);
            insert into agreements.periods (tenant_id, sla_id, starts_on, ends_on, starts_at, ends_at, target, measured_at, closed_at)
            values ('tnt_platform', 'sla_00000000000000000000000000', '2026-11-01', '2026-11-30', '2026-11-01', '2026-12-01', 99.9, now(), now())
            on conflict do nothing;
            insert into agreements.results (tenant_id, sla_id, starts_on, ends_on, events, bad, actual, state, credit_percent)
            values (@tenant, 'sla_00000000000000000000000000', '2026-11-01', '2026-11-30', 2592000, 25920, 99, 'breached', 10)
            """,
            ("customer", customer),
            ("tenant", await stage.Tenant())
        );
        await StripeRecordExample.HoldBack(stage, customer);
        return new(customer);
    }

    public override Task<bool> MoveOn(LawHarness stage, Run run) => StripeRecordExample.MarkSent(stage, run);
}
