using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Revenue.Stripe;

/// <summary>What Stripe has appears in the lists of subscriptions, invoices, payments, refunds, disputes and customers, under the tenant of its customer.</summary>
[Slow(6, "Stripe")]
public sealed class BillingRecordTests : IAsyncLifetime
{
    private StripeStage _stage = null!; // set before each test

    public async ValueTask InitializeAsync()
    {
        _stage = await StripeStage.Open(Mode.Live);
        await _stage.Connect();
    }

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    [Fact]
    public async Task A_paid_and_partly_refunded_subscription_is_listed_with_exact_amounts()
    {
        var tenant = await _stage.App.Tenant("lumen", "Lumen");
        var customer = await _stage.Create("/v1/customers", ("name", "Lumen GmbH"), ("metadata[tenant_id]", tenant));
        var price = await _stage.Price("Pro", 120000, "year");
        var coupon = await _stage.Create("/v1/coupons", ("percent_off", "50"), ("duration", "forever"));
        await _stage.Create("/v1/payment_methods/pm_card_visa/attach", ("customer", customer));
        await _stage.Stripe(HttpMethod.Post, $"/v1/customers/{customer}", ("invoice_settings[default_payment_method]", await _stage.Card(customer)));
        var subscription = await _stage.Create(
            "/v1/subscriptions",
            ("customer", customer),
            ("items[0][price]", price),
            ("items[0][quantity]", "3"),
            ("discounts[0][coupon]", coupon)
        );
        var charge = (await _stage.Stripe(HttpMethod.Get, $"/v1/charges?customer={customer}")).GetProperty("data")[0].GetProperty("id").GetString()!;
        var refund = await _stage.Create("/v1/refunds", ("charge", charge), ("amount", "30000"), ("reason", "requested_by_customer"));
        await _stage.Projected();

        var listed = await One("subscriptions");
        listed.GetProperty("id").GetString().ShouldBe(subscription);
        listed.GetProperty("tenant_id").GetString().ShouldBe(tenant);
        listed.GetProperty("status").GetString().ShouldBe("active");
        listed.GetProperty("quantity").GetInt64().ShouldBe(3);
        Amount(listed, "mrr").ShouldBe((15_000, "EUR")); // 3 × 1,200.00 a year, half off, per month
        var invoice = await One("invoices");
        (Amount(invoice, "total"), invoice.GetProperty("status").GetString()).ShouldBe(((180_000, "EUR"), "paid"));
        invoice.GetProperty("subscription_id").GetString().ShouldBe(subscription);
        var payment = await One("payments");
        (Amount(payment, "amount"), Amount(payment, "refunded")).ShouldBe(((180_000, "EUR"), (30_000, "EUR")));
        payment.GetProperty("invoice_id").GetString().ShouldBe(invoice.GetProperty("id").GetString());
        payment.GetProperty("method").GetString().ShouldBe("visa 4242");
        var refunded = await One("refunds");
        (refunded.GetProperty("id").GetString(), refunded.GetProperty("tenant_id").GetString()).ShouldBe((refund, tenant));
        (await One("customers")).GetProperty("card").GetString().ShouldBe("visa 4242");
    }

    [Fact]
    public async Task A_failed_payment_comes_first_with_its_decline_code_until_a_later_one_succeeds()
    {
        var customer = await _stage.Create("/v1/customers", ("name", "Lumen"));
        var price = await _stage.Price("Pro", 4900, "month");
        await _stage.Create("/v1/payment_methods/pm_card_chargeCustomerFail/attach", ("customer", customer));
        await _stage.Create("/v1/subscriptions", ("customer", customer), ("items[0][price]", price), ("default_payment_method", await _stage.Card(customer)));
        var other = await _stage.Create("/v1/customers", ("name", "Other"));
        await _stage.Create("/v1/payment_methods/pm_card_visa/attach", ("customer", other));
        await _stage.Create("/v1/subscriptions", ("customer", other), ("items[0][price]", price), ("default_payment_method", await _stage.Card(other)));
        await _stage.Projected();

        var payments = (await _stage.App.Get("/api/v1/payments")).GetProperty("data");
        payments[0].GetProperty("failure_code").GetString().ShouldBe("generic_decline");
        payments[0].GetProperty("is_unpaid").GetBoolean().ShouldBeTrue();
        payments[1].GetProperty("status").GetString().ShouldBe("succeeded");

        var invoice = payments[0].GetProperty("invoice_id").GetString();
        await _stage.Create("/v1/payment_methods/pm_card_visa/attach", ("customer", customer));
        await _stage.Stripe(HttpMethod.Post, $"/v1/invoices/{invoice}/pay", ("payment_method", await _stage.Card(customer)));
        await _stage.Projected();

        var later = (await _stage.App.Get($"/api/v1/payments?q={customer}")).GetProperty("data").EnumerateArray().ToList();
        later
            .Select(payment => (payment.GetProperty("status").GetString(), payment.GetProperty("is_unpaid").GetBoolean()))
            .ShouldBe([("failed", false), ("succeeded", false)], ignoreOrder: true);
    }

    [Fact]
    public async Task Lists_page_by_cursor_and_refuse_unknown_values()
    {
        for (var number = 0; number < 5; number++)
            await _stage.Create("/v1/customers", ("name", $"Customer {number}"));
        await _stage.Projected();

        var seen = new List<string>();
        for (string? cursor = ""; cursor is not null; )
        {
            var page = await _stage.App.Get($"/api/v1/customers?limit=2{(cursor.Length > 0 ? $"&cursor={cursor}" : "")}");
            seen.AddRange(page.GetProperty("data").EnumerateArray().Select(row => row.GetProperty("name").GetString()!));
            cursor = page.GetProperty("next_cursor").GetString();
        }
        seen.Order(StringComparer.Ordinal).ShouldBe(Enumerable.Range(0, 5).Select(number => $"Customer {number}"));
        (await Status("/api/v1/invoices?status=payed")).ShouldBe(400);
        (await Status("/api/v1/invoices?cursor=nonsense")).ShouldBe(400);
        (await Status("/api/v1/invoices?stauts=paid")).ShouldBe(400);
    }

    private async Task<int> Status(string address) => (await _stage.App.Send(HttpMethod.Get, address)).Status;

    private async Task<JsonElement> One(string list) => (await _stage.App.Get($"/api/v1/{list}")).GetProperty("data").EnumerateArray().ShouldHaveSingleItem();

    private static (long Amount, string Currency) Amount(JsonElement row, string name) =>
        (row.GetProperty(name).GetProperty("amount").GetInt64(), row.GetProperty(name).GetProperty("currency").GetString()!);
}
