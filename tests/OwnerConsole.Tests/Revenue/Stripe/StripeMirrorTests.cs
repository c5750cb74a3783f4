using System.Text.Json;
using System.Text.Json.Nodes;
using FakeStripe.Http;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Revenue.Stripe;

/// <summary>Whatever happens to the events on their way, the copy ends as the object is in Stripe.</summary>
[Slow(7, "Stripe")]
public sealed class StripeMirrorTests : IAsyncLifetime
{
    private StripeStage _stage = null!; // set before each test

    public async ValueTask InitializeAsync()
    {
        _stage = await StripeStage.Open();
        await _stage.Connect();
    }

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Shuffled_doubled_and_failed_reads_end_in_what_Stripe_has(int seed)
    {
        _stage.Server.Webhooks.IsHeld = true;
        _stage.Server.Webhooks.Copies = 2;
        var (customer, subscription, invoices) = await Subscribe();
        await _stage.Stripe(HttpMethod.Post, $"/v1/subscriptions/{subscription}", ("cancel_at_period_end", "true"));
        await _stage.Stripe(HttpMethod.Post, $"/v1/customers/{customer}", ("name", "Lumen GmbH"));
        await _stage.Stripe(HttpMethod.Post, $"/v1/subscriptions/{subscription}", ("cancel_at_period_end", "false"));
        _stage.Server.Faults.Add("GET", "/v1/*", Fault.ServerError(), times: 3);
        _stage.Server.Faults.Add("GET", $"/v1/subscriptions/{subscription}", Fault.RateLimited());

        await _stage.Server.Webhooks.Release(new Random(seed));
        await _stage.Processed();

        foreach (var id in new[] { (customer, "customers"), (subscription, "subscriptions") }.Concat(invoices.Select(invoice => (invoice, "invoices"))))
            JsonNode
                .DeepEquals(
                    JsonNode.Parse((await _stage.Copy(id.Item1))!.Body),
                    JsonNode.Parse((await _stage.Stripe(HttpMethod.Get, $"/v1/{id.Item2}/{id.Item1}")).GetRawText())
                )
                .ShouldBeTrue(id.Item1);
        (await _stage.Copy(subscription))!.Customer.ShouldBe(customer);
    }

    [Fact]
    public async Task A_deleted_customer_is_kept_as_deleted_whatever_arrives_later()
    {
        var customer = (await _stage.Stripe(HttpMethod.Post, "/v1/customers", ("email", "mila@lumen.example"))).GetProperty("id").GetString()!;
        await _stage.Server.Webhooks.Delivered();
        await _stage.Processed();
        var created = (await _stage.App.Get("/api/v1/stripe/events?type=customer.created")).GetProperty("data")[0].GetProperty("id").GetString()!;
        await _stage.Stripe(HttpMethod.Delete, $"/v1/customers/{customer}");
        await _stage.Server.Webhooks.Delivered();
        await _stage.Processed();

        await _stage.App.Run("stripe_event.replay", created);
        await _stage.Processed();

        var copy = (await _stage.Copy(customer))!;
        copy.IsDeleted.ShouldBeTrue();
        copy.Body.ShouldContain("mila@lumen.example");
    }

    [Fact]
    public async Task Failed_events_are_replayed_in_bulk_after_the_connection_is_back()
    {
        _stage.Server.Webhooks.IsHeld = true;
        var (customer, _, _) = await Subscribe();
        var disconnected = new TaskCompletionSource();
        _stage.Server.Faults.Add("GET", "/v1/*", Fault.HeldUntil(disconnected.Task), times: 1_000);
        await _stage.Server.Webhooks.Release();
        await _stage.App.Run("stripe.disconnect", IdGenerator.Platform, new { mode = "test" });
        disconnected.SetResult();
        await _stage.Processed();
        var failed = (await _stage.App.Get("/api/v1/stripe/events?state=failed")).GetProperty("data");
        failed.GetArrayLength().ShouldBeGreaterThan(0);
        failed[0].GetProperty("error").GetString().ShouldBe("Stripe is no longer connected to this account.");

        _stage.Server.Faults.Clear();
        await _stage.Connect();
        var preview = await _stage.App.Post("/api/v1/previews", new { operation = "stripe_event.replay", query = new { state = "failed" } });
        await _stage.App.Post("/api/v1/runs", new { preview = preview.GetProperty("id").GetString() });
        await _stage.Processed();

        (await _stage.App.Get("/api/v1/stripe/events?state=failed")).GetProperty("data").GetArrayLength().ShouldBe(0);
        (await _stage.Copy(customer)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Of_a_payment_method_only_the_card_is_kept()
    {
        var method = await _stage.Stripe(
            HttpMethod.Post,
            "/v1/payment_methods/pm_card_visa/attach",
            ("customer", (await _stage.Stripe(HttpMethod.Post, "/v1/customers", ("name", "Mila"))).GetProperty("id").GetString()!)
        );
        await _stage.Server.Webhooks.Delivered();
        await _stage.Processed();

        var kept = JsonSerializer.Deserialize<JsonElement>((await _stage.Copy(method.GetProperty("id").GetString()!))!.Body);
        kept.EnumerateObject().Select(member => member.Name).Except(["id", "object", "type", "customer", "created", "livemode", "card"]).ShouldBeEmpty();
        kept.GetProperty("card")
            .EnumerateObject()
            .Select(member => member.Name)
            .Order(StringComparer.Ordinal)
            .ShouldBe(["brand", "exp_month", "exp_year", "last4"]);
    }

    /// <summary>Creates a customer with a card and a paid subscription.</summary>
    private async Task<(string Customer, string Subscription, IReadOnlyList<string> Invoices)> Subscribe()
    {
        var customer = Id(await _stage.Stripe(HttpMethod.Post, "/v1/customers", ("name", "Lumen")));
        var card = Id(await _stage.Stripe(HttpMethod.Post, "/v1/payment_methods/pm_card_visa/attach", ("customer", customer)));
        var product = Id(await _stage.Stripe(HttpMethod.Post, "/v1/products", ("name", "Pro")));
        var price = Id(
            await _stage.Stripe(
                HttpMethod.Post,
                "/v1/prices",
                ("product", product),
                ("currency", "eur"),
                ("unit_amount", "4900"),
                ("recurring[interval]", "month")
            )
        );
        var subscription = await _stage.Stripe(
            HttpMethod.Post,
            "/v1/subscriptions",
            ("customer", customer),
            ("items[0][price]", price),
            ("default_payment_method", card)
        );
        return (customer, Id(subscription), [subscription.GetProperty("latest_invoice").GetString()!]);
    }

    private static string Id(JsonElement made) => made.GetProperty("id").GetString()!;
}
