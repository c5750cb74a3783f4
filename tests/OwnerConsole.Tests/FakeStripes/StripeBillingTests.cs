using System.Text.Json.Nodes;
using FakeStripe;
using static OwnerConsole.Tests.FakeStripes.StripeCaller;

namespace OwnerConsole.Tests.FakeStripes;

/// <summary>Billing of FakeStripe: previews, renewals, trials, failed payments, refunds, disputes.</summary>
public sealed class StripeBillingTests
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("items[0][quantity]=5&proration_behavior=always_invoice", "")]
    [InlineData("items[0][price]={other}&proration_behavior=always_invoice", "discounts[0][coupon]=OFF20")]
    [InlineData("items[0][price]={yearly}", "")]
    [InlineData("billing_cycle_anchor[type]=now", "discounts[0][coupon]=OFF20")]
    public async Task The_preview_of_a_change_equals_what_is_charged(string change, string more)
    {
        await using var stripe = await FakeStripeServer.Start(new() { FrozenAt = s_start });
        using var caller = new StripeCaller(stripe);
        await caller.Post("/v1/coupons", "id=OFF20&percent_off=20&duration=forever");
        var customer = await caller.Customer();
        var subscription = await caller.Subscribe(customer, await caller.Price(4900), "items[0][quantity]=3&" + more);
        await caller.Post($"/v1/customers/{customer}/balance_transactions", "amount=-150&currency=usd");
        stripe.Clock.Advance(TimeSpan.FromDays(11.3));
        await caller.Post("/v1/invoiceitems", $"customer={customer}&amount=777&currency=usd");
        var item = Id(subscription["items"]!["data"]![0]!);
        var form = $"items[0][id]={item}&" + change.Replace("{other}", await caller.Price(9900)).Replace("{yearly}", await caller.Price(99_000, "year"));
        form += $"&proration_date={stripe.Clock.Now.ToUnixTimeSeconds()}";

        var details = string.Join('&', form.Split('&').Select(pair => Nested("subscription_details", pair)));
        var preview = await caller.Post("/v1/invoices/create_preview", $"subscription={Id(subscription)}&{details}");
        var changed = await caller.Post($"/v1/subscriptions/{Id(subscription)}", form);

        var charged = await caller.Get($"/v1/invoices/{Text(changed, "latest_invoice")}");
        foreach (var name in new[] { "subtotal", "total", "amount_due" })
            Text(charged, name).ShouldBe(Text(preview, name));
        Lines(charged).ShouldBe(Lines(preview));
        Text(charged, "status").ShouldBe("paid");
        charged["amount_paid"]!.GetValue<long>().ShouldBeGreaterThan(0);
        Text(charged, "billing_reason").ShouldBe("subscription_update");
    }

    [Fact]
    public async Task Renewals_keep_the_day_of_the_month_and_pay_an_hour_after_the_draft()
    {
        await using var stripe = await FakeStripeServer.Start(new() { FrozenAt = s_start });
        using var caller = new StripeCaller(stripe);
        var subscription = await caller.Subscribe(await caller.Customer(), await caller.Price(4900));

        stripe.Clock.AdvanceTo(new(2026, 5, 31, 12, 0, 0, TimeSpan.Zero));

        var invoices = (await caller.Get("/v1/invoices", "limit=100"))["data"]!.AsArray();
        invoices.Select(invoice => Text(invoice!, "status")).ShouldBe(["draft", "paid", "paid", "paid", "paid"]);
        invoices.Select(invoice => At(invoice!["lines"]!["data"]![0]!["period"]!, "start").Day).ShouldBe([31, 30, 31, 28, 31]);
        stripe.Clock.Advance(TimeSpan.FromHours(1));
        Text(await caller.Get($"/v1/invoices/{Id(invoices[0]!)}"), "status").ShouldBe("paid");
        At((await caller.Get($"/v1/subscriptions/{Id(subscription)}"))["items"]!["data"]![0]!, "current_period_end").Day.ShouldBe(30);
    }

    [Theory]
    [InlineData("canceled", "customer.subscription.deleted")]
    [InlineData("unpaid", "customer.subscription.updated")]
    public async Task A_card_that_fails_is_charged_again_and_then_the_subscription_ends(string after, string lastEvent)
    {
        await using var stripe = await FakeStripeServer.Start(new() { FrozenAt = s_start, AfterRetries = after });
        using var caller = new StripeCaller(stripe);
        var customer = await caller.Customer();
        var subscription = await caller.Subscribe(customer, await caller.Price(4900));
        stripe.Cards.Decline(Text((await caller.Get($"/v1/customers/{customer}"))["invoice_settings"]!, "default_payment_method"), "insufficient_funds");

        stripe.Clock.Advance(TimeSpan.FromDays(29));
        var pastDue = await caller.Get($"/v1/subscriptions/{Id(subscription)}");
        stripe.Clock.Advance(TimeSpan.FromDays(16));

        Text(pastDue, "status").ShouldBe("past_due");
        var ended = await caller.Get($"/v1/subscriptions/{Id(subscription)}");
        Text(ended, "status").ShouldBe(after);
        Text(await caller.Get($"/v1/invoices/{Text(ended, "latest_invoice")}"), "attempt_count").ShouldBe("4");
        var failed = await caller.Get("/v1/events", "type=invoice.payment_failed&limit=100");
        failed["data"]!.AsArray().Count.ShouldBe(4);
        (await caller.EventTypes()).Last(type => type.StartsWith("customer.subscription", StringComparison.Ordinal)).ShouldBe(lastEvent);
    }

    [Fact]
    public async Task A_payment_after_the_failure_revives_the_subscription()
    {
        await using var stripe = await FakeStripeServer.Start(new() { FrozenAt = s_start });
        using var caller = new StripeCaller(stripe);
        var subscription = await caller.Subscribe(await caller.Customer("pm_card_chargeCustomerFail"), await caller.Price(4900));
        var incomplete = Text(subscription, "status");

        var card = Id(await caller.Post("/v1/payment_methods/pm_card_visa/attach", $"customer={Text(subscription, "customer")}"));
        await caller.Post($"/v1/invoices/{Text(subscription, "latest_invoice")}/pay", $"payment_method={card}");

        incomplete.ShouldBe("incomplete");
        var sent = await caller.Get("/v1/events", "type=customer.subscription.updated&limit=1");
        var data = sent["data"]![0]!["data"]!;
        Text(data["object"]!, "status").ShouldBe("active");
        data["previous_attributes"]!.ToJsonString().ShouldBe("""{"status":"incomplete"}""");
    }

    [Fact]
    public async Task Refunds_never_exceed_the_charge_and_a_dispute_moves_the_money()
    {
        await using var stripe = await FakeStripeServer.Start(new() { FrozenAt = s_start });
        using var caller = new StripeCaller(stripe);
        await caller.Subscribe(await caller.Customer(), await caller.Price(4900));
        var charge = Id((await caller.Get("/v1/charges"))["data"]![0]!);

        await caller.Post("/v1/refunds", $"charge={charge}&amount=900");
        var tooMuch = await caller.Send(HttpMethod.Post, "/v1/refunds", $"charge={charge}&amount=4001");
        var dispute = stripe.Disputes.Open(charge);
        var balance = await Balance(caller);
        stripe.Disputes.Close(dispute, isWon: true);

        Text(tooMuch.Body["error"]!, "code").ShouldBe("amount_too_large");
        balance.ShouldBe(4900 - 900 - 4900);
        (await Balance(caller)).ShouldBe(4900 - 900);
        (await caller.EventTypes())
            .Where(type => type.StartsWith("charge.", StringComparison.Ordinal))
            .ShouldBe([
                "charge.succeeded",
                "charge.refunded",
                "charge.refund.updated",
                "charge.updated",
                "charge.dispute.created",
                "charge.dispute.funds_withdrawn",
                "charge.dispute.updated",
                "charge.dispute.funds_reinstated",
                "charge.dispute.closed",
            ]);
    }

    private static async Task<long> Balance(StripeCaller caller) => (await caller.Get("/v1/balance"))["available"]![0]!["amount"]!.GetValue<long>();

    private static DateTimeOffset At(JsonNode resource, string name) => DateTimeOffset.FromUnixTimeSeconds(resource[name]!.GetValue<long>());

    private static IEnumerable<string> Lines(JsonNode invoice) =>
        invoice["lines"]!["data"]!.AsArray().Select(line => $"{line!["amount"]} {line["description"]} {line["period"]!.ToJsonString()}");

    /// <returns><c>a[b][c]=d</c> for a and <c>b[c]=d</c>.</returns>
    private static string Nested(string outer, string pair)
    {
        var end = pair.IndexOfAny(['[', '=']);
        return $"{outer}[{pair[..end]}]{pair[end..]}";
    }
}
