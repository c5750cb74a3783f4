using System.Globalization;
using System.Text.Json;
using FakeStripe.Http;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Tests.FakeStripes;

namespace OwnerConsole.Tests.Revenue.Stripe;

/// <summary>What no event has reported appears once a person syncs a record or a tenant.</summary>
[Slow(15, "Stripe")]
public sealed class StripeSyncTests : IAsyncLifetime
{
    private StripeStage _stage = null!; // set before each test

    public async ValueTask InitializeAsync()
    {
        _stage = await StripeStage.Open(Mode.Live);
        await _stage.Connect();
    }

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    [Fact]
    public async Task A_record_is_pending_until_it_is_read_again_and_shows_why_that_failed()
    {
        var (customer, subscription) = await Subscribe();
        _stage.Server.Webhooks.Lose = _ => true;
        var item = (await _stage.Stripe(HttpMethod.Get, $"/v1/subscriptions/{subscription}")).GetProperty("items").GetProperty("data")[0];
        await _stage.Stripe(
            HttpMethod.Post,
            $"/v1/subscriptions/{subscription}",
            ("items[0][id]", item.GetProperty("id").GetString()!),
            ("items[0][quantity]", "7")
        );
        _stage.Server.Faults.Add("GET", $"/v1/subscriptions/{subscription}", Fault.Slow(TimeSpan.FromSeconds(1)));

        var run = await _stage.App.Run("subscription.sync", subscription);
        (await Row("subscriptions", subscription)).GetProperty("sync").GetString().ShouldBe("pending");
        (await _stage.App.Refusal("subscription.sync", subscription)).ShouldBe("already_pending");
        var synced = await Synced("subscriptions", subscription);
        await _stage.Projected();

        (synced, (await Row("subscriptions", subscription)).GetProperty("quantity").GetInt64()).ShouldBe(("synced", 7));
        (await _stage.App.UndoRefused(run)).ShouldBe("moved_on"); // it is read already
        var owner = await TestBrowser.Owner(_stage.Console);
        await owner.Get($"/stripe/objects/{subscription}");
        owner.Page.ShouldContain($"/operations/{run.GetProperty("id").GetString()}");
        owner.Page.ShouldContain("items.data[0].quantity");
        foreach (var list in new[] { "subscriptions", "invoices", "payments", "customers" })
        {
            await owner.Get($"/revenue/{list}");
            owner.Page.ShouldContain("href=\"/stripe/objects/", customMessage: list);
            owner.Page.ShouldContain("id=\"bulk-sync\"", customMessage: list);
        }

        await _stage.App.Run("stripe.disconnect", IdGenerator.Platform, new { mode = "live" });
        await _stage.App.Run("stripe_customer.sync", customer);
        (await Synced("customers", customer)).ShouldBe("error");
        await owner.Get($"/stripe/objects/{customer}");
        owner.Page.ShouldContain("Stripe is no longer connected to this account.");

        await _stage.Connect();
        await _stage.App.Run("stripe_customer.sync", customer);
        (await Synced("customers", customer)).ShouldBe("synced");
    }

    [Fact]
    public async Task A_sync_replaces_failed_events_and_reads()
    {
        var (_, subscription) = await Subscribe();
        var tenant = await _stage.App.Tenant("lumen", "Lumen");
        await _stage.App.Run("stripe_customer.match", (await One("customers")).GetProperty("id").GetString()!, new { tenant });
        await _stage.Projected();
        await _stage.App.Run("stripe.disconnect", IdGenerator.Platform, new { mode = "live" });
        await _stage.App.Run("subscription.sync", subscription);
        await Synced("subscriptions", subscription);
        await _stage.Connect();
        await using (var work = await _stage.Console.Database.Write(WriteOrigin.Intake("test"), [IdGenerator.Platform]))
        {
            await work.Execute(
                "update stripe.events set state = 'failed' where tenant_id = 'tnt_platform' and object_id = @subscription",
                new { subscription }
            );
            await work.Commit();
        }
        (await Row("subscriptions", subscription)).GetProperty("sync").GetString().ShouldBe("error");

        await _stage.App.Run("tenant.sync_stripe", tenant);

        await Poll.Until(async () => (await Row("subscriptions", subscription)).GetProperty("sync").GetString() == "synced");
        (await _stage.App.Get("/api/v1/stripe/events?state=failed")).GetProperty("data").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task All_that_match_are_read_again_in_one_run()
    {
        var (_, subscription) = await Subscribe();
        var payment = (await _stage.App.Get("/api/v1/payments")).GetProperty("data")[0].GetProperty("id").GetString()!;
        _stage.Server.Webhooks.Lose = _ => true;
        var refund = await Create("/v1/refunds", ("charge", payment), ("amount", "1000"));

        var preview = await _stage.App.Post("/api/v1/previews", new { operation = "payment.sync", query = new { status = "succeeded" } });
        await _stage.App.Post("/api/v1/runs", new { preview = preview.GetProperty("id").GetString() });
        await Synced("payments", payment);
        await _stage.Projected();

        (await Row("payments", payment)).GetProperty("refunded").GetProperty("amount").GetInt64().ShouldBe(1_000);
        (await _stage.Copy(refund)).ShouldBeNull(); // only the payment was read
        _stage.Server.Requests.Of("GET", $"/v1/subscriptions/{subscription}").Count.ShouldBeLessThan(20);
    }

    [Fact]
    public async Task A_tenant_sync_reads_its_customers_with_everything_they_have()
    {
        var tenant = await _stage.App.Tenant("lumen", "Lumen");
        (await _stage.App.Refusal("tenant.sync_stripe", tenant)).ShouldBe("no_customer");
        var customer = await Create("/v1/customers", ("name", "Lumen GmbH"), ("metadata[tenant_id]", tenant));
        await _stage.Projected();
        _stage.Server.Webhooks.Lose = _ => true;
        var (_, subscription) = await Subscribe(customer);
        var charge = (await _stage.Stripe(HttpMethod.Get, $"/v1/charges?customer={customer}")).GetProperty("data")[0].GetProperty("id").GetString()!;
        var refund = await Create("/v1/refunds", ("charge", charge), ("amount", "500"));
        await _stage.Dispute(customer);
        for (var number = 0; number < 101; number++)
            await Create("/v1/payment_intents", ("amount", "100"), ("currency", "eur"), ("customer", customer));
        var other = await Create("/v1/customers", ("name", "Other"));
        _stage.Server.Requests.Clear();

        await _stage.App.Run("tenant.sync_stripe", tenant);
        await Synced("customers", customer);
        await _stage.Projected();

        (await One("subscriptions")).GetProperty("id").GetString().ShouldBe(subscription);
        (await One("refunds")).GetProperty("id").GetString().ShouldBe(refund);
        (await One("disputes")).GetProperty("tenant_id").GetString().ShouldBe(tenant);
        var invoice = (await One("invoices")).GetProperty("id").GetString();
        (await Row("payments", charge)).GetProperty("invoice_id").GetString().ShouldBe(invoice);
        (await Count("payment_intent")).ShouldBe(103);
        (await _stage.Copy(other)).ShouldBeNull();
        (await StripeContract.Check(_stage.Server.Requests.All)).ShouldBeEmpty();
        var owner = await TestBrowser.Owner(_stage.Console);
        await owner.Get($"/tenants/{tenant}/billing");
        owner.Page.ShouldContain("id=\"sync-tenant\"");
    }

    [Fact]
    public async Task A_tenant_sync_reads_everything_that_the_key_can_read_and_shows_what_is_missing()
    {
        var tenant = await _stage.App.Tenant("lumen", "Lumen");
        var customer = await Create("/v1/customers", ("name", "Lumen GmbH"), ("metadata[tenant_id]", tenant));
        await _stage.Projected();
        await _stage.Save(StripeStage.BlindLiveKey);
        await Poll.Until(async () => (await Connection()).GetProperty("missing_permissions").GetArrayLength() > 0);
        _stage.Server.Webhooks.Lose = _ => true;
        await _stage.Dispute(customer);

        await _stage.App.Run("tenant.sync_stripe", tenant);

        (await Synced("customers", customer)).ShouldBe("error");
        await _stage.Projected();
        (await One("disputes")).GetProperty("tenant_id").GetString().ShouldBe(tenant);
        var owner = await TestBrowser.Owner(_stage.Console);
        await owner.Get($"/stripe/objects/{customer}");
        owner.Page.ShouldContain("have the permission for this request.");
    }

    private async Task<JsonElement> Connection() => (await _stage.App.Get("/api/v1/stripe/connections")).GetProperty("data")[0];

    private async Task<int> Count(string type)
    {
        await using var work = await _stage.Console.Database.Read();
        return await work.One<int>("select count(*)::int from stripe.objects where tenant_id = 'tnt_platform' and type = @type", new { type });
    }

    /// <returns>The state of the record's copy once it is no longer pending.</returns>
    private async Task<string?> Synced(string list, string id)
    {
        await Poll.Until(async () => (await Row(list, id)).GetProperty("sync").GetString() != "pending");
        return (await Row(list, id)).GetProperty("sync").GetString();
    }

    private async Task<JsonElement> Row(string list, string id) =>
        (await _stage.App.Get($"/api/v1/{list}?q={id}")).GetProperty("data").EnumerateArray().Single(row => row.GetProperty("id").GetString() == id);

    private async Task<JsonElement> One(string list) => (await _stage.App.Get($"/api/v1/{list}")).GetProperty("data").EnumerateArray().ShouldHaveSingleItem();

    /// <summary>Creates a paid subscription of 49.00 a month.</summary>
    private async Task<(string Customer, string Subscription)> Subscribe(string? existing = null)
    {
        var customer = existing ?? await Create("/v1/customers", ("name", "Lumen"));
        var method = await Create("/v1/payment_methods/pm_card_visa/attach", ("customer", customer));
        var price = await Create(
            "/v1/prices",
            ("product", await Create("/v1/products", ("name", "Pro"))),
            ("currency", "eur"),
            ("unit_amount", 4_900.ToString(CultureInfo.InvariantCulture)),
            ("recurring[interval]", "month")
        );
        var subscription = await Create("/v1/subscriptions", ("customer", customer), ("items[0][price]", price), ("default_payment_method", method));
        if (existing is null)
            await _stage.Projected();
        return (customer, subscription);
    }

    private async Task<string> Create(string path, params (string Name, string Value)[] form) =>
        (await _stage.Stripe(HttpMethod.Post, path, form)).GetProperty("id").GetString()!;
}
