using FakeStripe;
using static OwnerConsole.Tests.FakeStripes.StripeCaller;

namespace OwnerConsole.Tests.FakeStripes;

/// <summary>Uses every endpoint of the description once, so that the judge sees each response.</summary>
internal static class StripeStory
{
    public static async Task Play(StripeCaller caller, FakeStripeServer stripe)
    {
        var (monthly, tiered) = await Catalogue(caller);
        var customer = await Customer(caller, monthly);
        var subscription = await Subscription(caller, stripe, customer, monthly, tiered);
        await Schedules(caller, customer, monthly);
        await Invoices(caller, stripe, customer);
        await Refusals(caller, customer, monthly);
        await Rest(caller, customer, monthly);
        await caller.Delete($"/v1/subscriptions/{subscription}");
        await caller.Delete($"/v1/customers/{customer}");
        await caller.Get($"/v1/customers/{customer}");
        await Events(caller);
    }

    /// <summary>Reads all events, so that the judge checks the resources inside.</summary>
    private static async Task Events(StripeCaller caller)
    {
        for (var (query, hasMore) = ("limit=100", true); hasMore; )
        {
            var page = await caller.Get("/v1/events", query);
            (query, hasMore) = ($"limit=100&starting_after={Id(page["data"]!.AsArray()[^1]!)}", page["has_more"]!.GetValue<bool>());
        }
    }

    private static async Task<(string Monthly, string Tiered)> Catalogue(StripeCaller caller)
    {
        var product = Id(await caller.Post("/v1/products", "name=Pro&metadata[plan]=pro&images[0]=https://example.org/a.png&marketing_features[0][name]=Fast"));
        var start = $"product={product}&currency=usd&recurring[interval]=month&";
        var monthly = Id(await caller.Post("/v1/prices", start + "unit_amount=4900&lookup_key=pro_monthly&nickname=Pro"));
        var tiers =
            "billing_scheme=tiered&tiers_mode=graduated&tiers[0][up_to]=5&tiers[0][unit_amount]=1000&tiers[1][up_to]=inf&tiers[1][unit_amount_decimal]=550.5";
        var tiered = Id(await caller.Post("/v1/prices", start + tiers + "&expand[0]=tiers"));
        await caller.Post("/v1/prices", start + "unit_amount_decimal=1.5&recurring[usage_type]=metered");
        await caller.Post($"/v1/prices/{monthly}", "nickname=Pro monthly");
        await caller.Post($"/v1/products/{product}", $"description=For teams&default_price={monthly}");
        await caller.Get("/v1/prices", $"limit=2&active=true&product={product}&expand[]=data.tiers");
        await caller.Get($"/v1/prices/{tiered}", "expand[]=tiers&expand[]=product");
        await caller.Get("/v1/products", "active=true&limit=1");
        await caller.Get($"/v1/products/{product}");
        var coupon = Id(await caller.Post("/v1/coupons", "percent_off=20&duration=repeating&duration_in_months=3"));
        await caller.Post("/v1/coupons", "id=OFF5&amount_off=500&currency=usd&duration=once");
        await caller.Post("/v1/promotion_codes", $"promotion[type]=coupon&promotion[coupon]={coupon}&code=FALL");
        await caller.Get("/v1/promotion_codes", "code=FALL");
        await caller.Get("/v1/coupons");
        await caller.Get("/v1/coupons/OFF5");
        return (monthly, tiered);
    }

    private static async Task<string> Customer(StripeCaller caller, string price)
    {
        var clock = Id(await caller.Post("/v1/test_helpers/test_clocks", "frozen_time=1790812800&name=Autumn"));
        var withClock = Id(
            await caller.Post("/v1/customers", $"test_clock={clock}&payment_method=pm_card_visa&invoice_settings[default_payment_method]=pm_card_visa")
        );
        await caller.Subscribe(withClock, price, "trial_period_days=14");
        await caller.Post($"/v1/test_helpers/test_clocks/{clock}/advance", "frozen_time=1795000000");
        await caller.Get($"/v1/test_helpers/test_clocks/{clock}");
        await caller.Get("/v1/test_helpers/test_clocks");
        await caller.Get("/v1/subscriptions", $"test_clock={clock}&status=all");
        await caller.Delete($"/v1/test_helpers/test_clocks/{clock}");

        var customer = await caller.Customer();
        await caller.Post(
            $"/v1/customers/{customer}",
            "name=Acme&metadata[tenant_id]=t1&address[city]=Bonn&address[country]=DE&shipping[name]=A&shipping[address][line1]=B"
        );
        await caller.Post($"/v1/customers/{customer}/balance_transactions", "amount=-700&currency=usd&description=Goodwill");
        await caller.Get($"/v1/customers/{customer}/balance_transactions");
        await caller.Get($"/v1/customers/{customer}", "expand[]=invoice_settings.default_payment_method");
        await caller.Get($"/v1/customers/{customer}/payment_methods", "type=card");
        await caller.Get("/v1/customers", "limit=100&created[gte]=1&email=nora@example.org");
        await caller.Get("/v1/customers/search", "query=metadata['tenant_id']:'t1'");
        return customer;
    }

    private static async Task<string> Subscription(StripeCaller caller, FakeStripeServer stripe, string customer, string monthly, string tiered)
    {
        var made = await caller.Subscribe(
            customer,
            monthly,
            "items[0][quantity]=3&discounts[0][coupon]=OFF5&metadata[tenant_id]=t1&expand[0]=latest_invoice.payments&expand[1]=discounts"
        );
        var (id, item) = (Id(made), Id(made["items"]!["data"]![0]!));
        stripe.Clock.Advance(TimeSpan.FromDays(10));
        await caller.Get($"/v1/subscriptions/{id}", "expand[]=customer&expand[]=items.data.price.product");
        await caller.Get("/v1/subscriptions", $"status=all&limit=100&customer={customer}&price={monthly}");
        await caller.Get("/v1/subscriptions/search", "query=metadata['tenant_id']:'t1'");
        await caller.Post(
            "/v1/invoices/create_preview",
            $"subscription={id}&subscription_details[items][0][id]={item}&subscription_details[items][0][quantity]=4"
        );
        await caller.Post("/v1/invoices/create_preview", $"customer={customer}&subscription_details[items][0][price]={monthly}&discounts[0][coupon]=OFF5");
        await caller.Post($"/v1/subscriptions/{id}", $"items[0][id]={item}&items[0][quantity]=4&proration_behavior=always_invoice");
        var added = Id(await caller.Post("/v1/subscription_items", $"subscription={id}&price={tiered}&quantity=7"));
        await caller.Get("/v1/subscription_items", $"subscription={id}");
        await caller.Post($"/v1/subscription_items/{added}", "quantity=8&proration_behavior=none");
        await caller.Delete($"/v1/subscription_items/{added}?proration_behavior=none");
        await caller.Post($"/v1/subscriptions/{id}", "pause_collection[behavior]=void");
        await caller.Post($"/v1/subscriptions/{id}", "pause_collection=&cancel_at_period_end=true&cancellation_details[comment]=Bye");
        await caller.Post($"/v1/subscriptions/{id}", "cancel_at_period_end=false&discounts[0][coupon]=OFF5");
        await caller.Delete($"/v1/subscriptions/{id}/discount");
        await caller.Post($"/v1/subscriptions/{id}/migrate", "billing_mode[type]=flexible");
        await caller.Post($"/v1/subscriptions/{id}/pause", "type=subscription");
        await caller.Post($"/v1/subscriptions/{id}/resume", "billing_cycle_anchor[type]=now");
        stripe.Clock.Advance(TimeSpan.FromDays(40));
        return id;
    }

    private static async Task Schedules(StripeCaller caller, string customer, string monthly)
    {
        var phases =
            $"phases[0][items][0][price]={monthly}&phases[0][duration][interval]=month&phases[1][items][0][price]={monthly}&phases[1][items][0][quantity]=2";
        var made = await caller.Post("/v1/subscription_schedules", $"customer={customer}&start_date=now&{phases}&phases[1][duration][interval]=month");
        await caller.Post($"/v1/subscription_schedules/{Id(made)}", "end_behavior=cancel&metadata[a]=b");
        await caller.Get($"/v1/subscription_schedules/{Id(made)}", "expand[]=subscription");
        await caller.Get("/v1/subscription_schedules", $"customer={customer}");
        await caller.Post($"/v1/subscription_schedules/{Id(made)}/release");
        var second = await caller.Post("/v1/subscription_schedules", $"from_subscription={Text(made, "subscription")}");
        await caller.Post($"/v1/subscription_schedules/{Id(second)}/cancel");
    }

    private static async Task Invoices(StripeCaller caller, FakeStripeServer stripe, string customer)
    {
        await caller.Post("/v1/invoiceitems", $"customer={customer}&amount=5000&currency=usd&description=Setup");
        var extra = Id(await caller.Post("/v1/invoiceitems", $"customer={customer}&amount=100&currency=usd"));
        await caller.Get("/v1/invoiceitems", "pending=true");
        await caller.Delete($"/v1/invoiceitems/{extra}");
        var invoice = Id(
            await caller.Post("/v1/invoices", $"customer={customer}&pending_invoice_items_behavior=include&collection_method=send_invoice&days_until_due=14")
        );
        await caller.Post($"/v1/invoices/{invoice}", "description=Thanks");
        await caller.Post($"/v1/invoices/{invoice}/finalize");
        await caller.Post($"/v1/invoices/{invoice}/send");
        await caller.Get("/v1/credit_notes/preview", $"invoice={invoice}&amount=1000");
        var note = Id(await caller.Post("/v1/credit_notes", $"invoice={invoice}&amount=1000&reason=order_change"));
        await caller.Post($"/v1/credit_notes/{note}/void");
        var paid = await caller.Post($"/v1/invoices/{invoice}/pay", "expand[0]=payments.data.payment.payment_intent");
        var line = Id(paid["lines"]!["data"]![0]!);
        var lines = $"lines[0][type]=invoice_line_item&lines[0][invoice_line_item]={line}&lines[0][amount]=500";
        await caller.Post("/v1/credit_notes", $"invoice={invoice}&{lines}&refund_amount=300&credit_amount=200");
        await caller.Get("/v1/credit_notes", $"invoice={invoice}");
        await caller.Get($"/v1/credit_notes/{note}");
        await Payments(caller, stripe, invoice);
        await Ends(caller, customer);
        await caller.Get("/v1/invoices", $"customer={customer}&status=paid&limit=2&created[lte]=2000000000");
        await caller.Get($"/v1/invoices/{invoice}/lines", "limit=1");
        await caller.Get("/v1/invoices/search", $"query=customer:'{customer}'");
    }

    private static async Task Payments(StripeCaller caller, FakeStripeServer stripe, string invoice)
    {
        var payment = (await caller.Get("/v1/invoice_payments", $"invoice={invoice}"))["data"]![0]!;
        await caller.Get($"/v1/invoice_payments/{Id(payment)}", "expand[]=payment.payment_intent");
        var intent = Text(payment["payment"]!, "payment_intent");
        var charge = Id((await caller.Get($"/v1/payment_intents/{intent}", "expand[]=latest_charge&expand[]=payment_method"))["latest_charge"]!);
        await caller.Get("/v1/payment_intents", "limit=2");
        var refund = Id(await caller.Post("/v1/refunds", $"payment_intent={intent}&amount=100&reason=requested_by_customer&metadata[run]=1"));
        await caller.Get("/v1/refunds", $"charge={charge}");
        await caller.Get($"/v1/refunds/{refund}", "expand[]=charge");
        await CancelRefund(caller);
        var dispute = stripe.Disputes.Open(charge);
        await caller.Post($"/v1/disputes/{dispute}", "evidence[customer_name]=Nora&submit=true");
        await caller.Post($"/v1/disputes/{dispute}/close");
        await caller.Get("/v1/disputes", $"charge={charge}");
        await caller.Get($"/v1/disputes/{dispute}", "expand[]=charge");
        await caller.Get("/v1/charges", "limit=3&expand[]=data.refunds");
        await caller.Get($"/v1/charges/{charge}", "expand[]=balance_transaction");
        await caller.Get("/v1/balance_transactions", "limit=5");
    }

    private static async Task CancelRefund(StripeCaller caller)
    {
        var customer = await caller.Customer("pm_card_pendingRefund");
        await caller.Subscribe(customer, await caller.Price(900));
        var charge = Id((await caller.Get("/v1/charges", $"customer={customer}"))["data"]![0]!);
        var refund = Id(await caller.Post("/v1/refunds", $"charge={charge}"));
        await caller.Post($"/v1/refunds/{refund}/cancel");
    }

    /// <summary>The other ends of an invoice: deleted, uncollectible, void.</summary>
    private static async Task Ends(StripeCaller caller, string customer)
    {
        await caller.Delete($"/v1/invoices/{Id(await caller.Post("/v1/invoices", $"customer={customer}"))}");
        await caller.Post("/v1/invoiceitems", $"customer={customer}&amount=90000&currency=usd");
        var invoice = Id(await caller.Post("/v1/invoices", $"customer={customer}&pending_invoice_items_behavior=include"));
        await caller.Post($"/v1/invoices/{invoice}/finalize");
        await caller.Post($"/v1/invoices/{invoice}/mark_uncollectible");
        var intent = (await caller.Get($"/v1/invoices/{invoice}", "expand[]=payments"))["payments"]!["data"]![0]!["payment"]!;
        await caller.Post($"/v1/payment_intents/{Text(intent, "payment_intent")}/cancel");
        await caller.Post($"/v1/invoices/{invoice}/void");
        await caller.Get($"/v1/invoices/{invoice}");
    }

    private static async Task Refusals(StripeCaller caller, string customer, string price)
    {
        await caller.Send(HttpMethod.Post, "/v1/payment_methods/pm_card_chargeDeclined/attach", $"customer={customer}");
        var failing = Id(await caller.Post("/v1/payment_methods/pm_card_chargeCustomerFail/attach", $"customer={customer}"));
        await caller.Subscribe(customer, price, $"default_payment_method={failing}&expand[0]=latest_invoice");
        await caller.Send(
            HttpMethod.Post,
            "/v1/subscriptions",
            $"customer={customer}&items[0][price]={price}&default_payment_method={failing}&payment_behavior=error_if_incomplete"
        );
        await caller.Get("/v1/payment_methods", $"customer={customer}");
        await caller.Get($"/v1/payment_methods/{failing}");
        await caller.Post($"/v1/payment_methods/{failing}/detach");
        await caller.Send(HttpMethod.Get, "/v1/customers/cus_unknown");
        await caller.Send(HttpMethod.Delete, $"/v1/customers/{customer}/discount");
        await caller.Send(HttpMethod.Post, "/v1/coupons", "duration=once");
    }

    private static async Task Rest(StripeCaller caller, string customer, string price)
    {
        var session = Id(
            await caller.Post(
                "/v1/checkout/sessions",
                $"mode=subscription&line_items[0][price]={price}&line_items[0][quantity]=2&success_url=https://example.org&customer={customer}"
            )
        );
        await caller.Get($"/v1/checkout/sessions/{session}");
        await caller.Get("/v1/checkout/sessions", $"customer={customer}");
        await caller.Post("/v1/billing_portal/sessions", $"customer={customer}&return_url=https://example.org");
        var latest = await caller.Get("/v1/events", "types[]=invoice.paid&types[]=customer.updated&limit=3&created[gt]=1");
        await caller.Get($"/v1/events/{Id(latest["data"]![0]!)}");
        var endpoint = Id(await caller.Post("/v1/webhook_endpoints", "url=http://127.0.0.1:9/x&enabled_events[0]=invoice.overdue"));
        await caller.Post($"/v1/webhook_endpoints/{endpoint}", "disabled=true");
        await caller.Get("/v1/webhook_endpoints");
        await caller.Delete($"/v1/webhook_endpoints/{endpoint}");
        await caller.Delete("/v1/coupons/OFF5");
        await caller.Post("/v1/billing/meter_events", $"event_name=calls&payload[value]=1&payload[stripe_customer_id]={customer}");
        foreach (var path in new[] { "account", "balance", "payouts", "tax_rates", "billing/meters", "entitlements/features" })
            await caller.Get("/v1/" + path);
        await caller.Get("/v1/entitlements/active_entitlements", $"customer={customer}");
    }
}
