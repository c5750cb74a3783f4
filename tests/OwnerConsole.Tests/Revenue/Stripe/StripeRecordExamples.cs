using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Revenue.Stripe;

/// <summary>A record of Stripe, whose requests are held back because nothing answers at the address of Stripe's API in these tests.</summary>
/// <param name="copy">Members of the object at Stripe, as JSON, for operations that read them.</param>
public abstract class StripeRecordExample(string table, string prefix, string columns, string values, string copy = "{}") : Example
{
    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        var id = stage.NewId(prefix);
        await stage.Force(
            $"""
            insert into billing.{table} (tenant_id, account_id, id, mode, customer_id, currency, created_at, synced_at, {columns})
            values (@tenant, 'acct_1', @id, 'live', 'cus_1', 'EUR', now(), now(), {values});
            insert into stripe.objects (tenant_id, account_id, object_id, mode, type, customer, read_at, body, is_projected)
            values ('tnt_platform', 'acct_1', @id, 'live', '{table[..^1]}', 'cus_1', now(), @copy::jsonb, true);
            insert into core.entity_names (id, kind, name, belongs_to) values (@id, '{table[..^1]}', @id, @tenant)
            """,
            ("id", id),
            ("tenant", await stage.Tenant()),
            ("copy", copy)
        );
        await HoldBack(stage, id);
        return new(id, await Input(stage));
    }

    /// <summary>The input; null uses the example input of the operation.</summary>
    protected virtual Task<JsonElement?> Input(LawHarness stage) => Task.FromResult<JsonElement?>(null);

    public override Task<bool> MoveOn(LawHarness stage, Run run) => MarkSent(stage, run);

    /// <summary>Holds the requests about a record back.</summary>
    internal static Task HoldBack(LawHarness stage, string id) =>
        stage.Force("insert into work.lanes (lane, due, open_until) values ('stripe:acct_1:' || @id, '2100-01-01', '2100-01-01')", ("id", id));

    /// <summary>A request that is sent can't be stopped any more.</summary>
    internal static async Task<bool> MarkSent(LawHarness stage, Run run)
    {
        await stage.Force("update stripe.requests set sent_at = now() where run_id = @run", ("run", run.RunId));
        return true;
    }
}

public abstract class SubscriptionExample(string cancelAt = "null", string status = "active", string more = "")
    : StripeRecordExample(
        "subscriptions",
        "sub",
        "status, is_paused, prices, mrr_minor, collection_method, cancel_at",
        $"'{status}', false, array['price_1'], 4900, 'charge_automatically', {cancelAt}",
        $$"""
        {"items":{"data":[{"id":"si_1","quantity":1,"current_period_start":1764547200,"current_period_end":4102444800,
                           "price":{"id":"price_1","recurring":{"interval":"month","interval_count":1,"usage_type":"licensed"} } }]}{{more}}}
        """
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

public sealed class ResumeSubscriptionExample() : SubscriptionExample("'2100-01-01'")
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

public abstract class PaymentExample()
    : StripeRecordExample("payments", "chg", "status, is_unpaid, amount_minor, refunded_minor, is_disputed", "'succeeded', false, 4900, 0, false");

public sealed class RefundPaymentExample : PaymentExample
{
    public override string OperationName => "payment.refund";
}

public sealed class ChangeQuantityExample : SubscriptionExample
{
    public override string OperationName => "subscription.change_quantity";
}

public sealed class ChangePriceExample : SubscriptionExample
{
    public override string OperationName => "subscription.change_price";

    protected override async Task<JsonElement?> Input(LawHarness stage)
    {
        await stage.Force(
            """
            insert into billing.prices (tenant_id, account_id, id, mode, name, amount, currency, interval, intervals, is_metered, is_active, created_at, synced_at)
            values ('tnt_platform', 'acct_1', 'price_2', 'live', 'Pro', 9900, 'EUR', 'year', 1, false, true, now(), now())
            on conflict do nothing
            """
        );
        return Json.Element(new { price = "price_2", proration = "always_invoice" });
    }
}

public sealed class PauseSubscriptionExample : SubscriptionExample
{
    public override string OperationName => "subscription.pause";
}

public sealed class UnpauseSubscriptionExample() : SubscriptionExample(more: ",\"pause_collection\":{\"behavior\":\"void\",\"resumes_at\":null}")
{
    public override string OperationName => "subscription.unpause";
}

public sealed class ExtendSubscriptionTrialExample() : SubscriptionExample(status: "trialing", more: ",\"trial_end\":1893456000")
{
    public override string OperationName => "subscription.extend_trial";
}

public sealed class ApplyCouponExample : SubscriptionExample
{
    public override string OperationName => "subscription.apply_coupon";

    protected override async Task<JsonElement?> Input(LawHarness stage)
    {
        await stage.Force(
            """
            insert into stripe.objects (tenant_id, account_id, object_id, mode, type, read_at, body, is_projected)
            values ('tnt_platform', 'acct_1', 'LAUNCH20', 'live', 'coupon', now(), '{"valid":true,"percent_off":20}', true)
            on conflict do nothing
            """
        );
        return null;
    }
}

public sealed class RemoveDiscountExample() : SubscriptionExample(more: ",\"discounts\":[{\"id\":\"di_1\",\"source\":{\"coupon\":\"LAUNCH20\"}}]")
{
    public override string OperationName => "subscription.remove_discount";
}

public sealed class CreditInvoiceExample : InvoiceExample
{
    public override string OperationName => "invoice.credit";
}

public abstract class StripeCustomerExample : Example
{
    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        var customer = await MatchStripeCustomerExample.Customer(stage);
        await StripeRecordExample.HoldBack(stage, customer);
        return new(customer);
    }

    public override Task<bool> MoveOn(LawHarness stage, Run run) => StripeRecordExample.MarkSent(stage, run);
}

public sealed class UpdateCustomerEmailExample : StripeCustomerExample
{
    public override string OperationName => "stripe_customer.update_email";
}

public sealed class CreatePortalLinkExample : StripeCustomerExample
{
    public override string OperationName => "stripe_customer.create_portal_link";
}
