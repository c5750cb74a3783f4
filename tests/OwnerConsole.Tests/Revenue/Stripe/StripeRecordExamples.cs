using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Revenue.Stripe;

/// <summary>A record of Stripe, whose requests are held back because nothing answers at the address of Stripe's API in these tests.</summary>
public abstract class StripeRecordExample(string table, string prefix, string columns, string values) : Example
{
    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        var id = stage.NewId(prefix);
        await stage.Force(
            $"""
            insert into billing.{table} (tenant_id, account_id, id, mode, customer_id, currency, created_at, synced_at, {columns})
            values (@tenant, 'acct_1', @id, 'live', 'cus_1', 'EUR', now(), now(), {values});
            insert into core.entity_names (id, kind, name, belongs_to) values (@id, '{table[..^1]}', @id, @tenant);
            insert into work.lanes (lane, due, open_until) values ('stripe:acct_1:' || @id, '2100-01-01', '2100-01-01')
            """,
            ("id", id),
            ("tenant", await stage.Tenant())
        );
        return new(id);
    }

    /// <summary>A request that is sent can't be stopped any more.</summary>
    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Force("update stripe.requests set sent_at = now() where run_id = @run", ("run", run.RunId));
        return true;
    }
}

public abstract class SubscriptionExample(string cancelAt = "null")
    : StripeRecordExample(
        "subscriptions",
        "sub",
        "status, is_paused, prices, mrr_minor, collection_method, cancel_at",
        $"'active', false, array['price_1'], 4900, 'charge_automatically', {cancelAt}"
    );

public abstract class InvoiceExample()
    : StripeRecordExample(
        "invoices",
        "inv",
        "status, total_minor, paid_minor, remaining_minor, attempts, collection_method",
        "'open', 4900, 0, 4900, 1, 'charge_automatically'"
    );

public sealed class CancelSubscriptionExample : SubscriptionExample
{
    public override string OperationName => "subscription.cancel";
}

public sealed class ResumeSubscriptionExample() : SubscriptionExample("now() + interval '3 days'")
{
    public override string OperationName => "subscription.resume";
}

public sealed class CancelSubscriptionNowExample : SubscriptionExample
{
    public override string OperationName => "subscription.cancel_now";
}

public sealed class PayInvoiceExample : InvoiceExample
{
    public override string OperationName => "invoice.pay";
}

public sealed class SendInvoiceExample : InvoiceExample
{
    public override string OperationName => "invoice.send";
}

public sealed class VoidInvoiceExample : InvoiceExample
{
    public override string OperationName => "invoice.void";
}

public sealed class WriteOffInvoiceExample : InvoiceExample
{
    public override string OperationName => "invoice.mark_uncollectible";
}

public sealed class RefundPaymentExample()
    : StripeRecordExample("payments", "chg", "status, is_unpaid, amount_minor, refunded_minor, is_disputed", "'succeeded', false, 4900, 0, false")
{
    public override string OperationName => "payment.refund";
}
