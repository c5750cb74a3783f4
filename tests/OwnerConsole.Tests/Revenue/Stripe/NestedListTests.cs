using System.Globalization;
using System.Text.Json;
using OwnerConsole.Fixtures;
using OwnerConsole.Tests.FakeStripes;

namespace OwnerConsole.Tests.Revenue.Stripe;

/// <summary>A list inside an object, of which Stripe returns only the first entries, is complete in the copy.</summary>
[Slow(5, "Stripe")]
public sealed class NestedListTests : IAsyncLifetime
{
    private const int Items = 130; // Stripe returns 20 with the subscription, and 100 per page of the rest

    private StripeStage _stage = null!; // set before each test

    public async ValueTask InitializeAsync() => _stage = await StripeStage.Open();

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    [Fact]
    public async Task Subscription_items_and_invoice_lines_are_read_to_their_end_by_the_copy_and_by_events()
    {
        _stage.Server.Webhooks.Lose = _ => true;
        var subscription = await Subscribe();
        var invoice = subscription.GetProperty("latest_invoice").GetString()!;
        var id = subscription.GetProperty("id").GetString()!;
        subscription.GetProperty("items").GetProperty("has_more").GetBoolean().ShouldBeTrue();
        _stage.Server.Requests.Clear();

        await _stage.Connect();
        await _stage.Projected();
        (await Entries(id, "items")).ShouldBe(Items);
        (await Entries(invoice, "lines")).ShouldBe(Items);
        (await Mrr(id)).ShouldBe(Items * 100);

        _stage.Server.Webhooks.Lose = _ => false;
        await _stage.Stripe(
            HttpMethod.Post,
            $"/v1/subscriptions/{id}",
            ("items[0][id]", subscription.GetProperty("items").GetProperty("data")[0].GetProperty("id").GetString()!),
            ("items[0][quantity]", "11"),
            ("proration_behavior", "none")
        );
        await _stage.Projected();
        (await Entries(id, "items")).ShouldBe(Items);
        (await Mrr(id)).ShouldBe((Items + 10) * 100);
        (await StripeContract.Check(_stage.Server.Requests.All)).ShouldBeEmpty();
    }

    /// <returns>Number of different entries in the copy's list, which must be complete.</returns>
    private async Task<int> Entries(string id, string name)
    {
        var list = JsonSerializer.Deserialize<JsonElement>((await _stage.Copy(id))!.Body).GetProperty(name);
        list.GetProperty("has_more").GetBoolean().ShouldBeFalse(id);
        return list.GetProperty("data").EnumerateArray().Select(entry => entry.GetProperty("id").GetString()).Distinct().Count();
    }

    private async Task<decimal> Mrr(string id)
    {
        await using var work = await _stage.Console.Database.Read();
        return await work.One<decimal>("select mrr_minor from billing.subscriptions where id = @id", new { id });
    }

    private async Task<JsonElement> Subscribe()
    {
        var customer = Id(await _stage.Stripe(HttpMethod.Post, "/v1/customers", ("name", "Lumen")));
        var card = Id(await _stage.Stripe(HttpMethod.Post, "/v1/payment_methods/pm_card_visa/attach", ("customer", customer)));
        var product = Id(await _stage.Stripe(HttpMethod.Post, "/v1/products", ("name", "Seat")));
        List<(string Name, string Value)> form = [("customer", customer), ("default_payment_method", card)];
        for (var number = 0; number < Items; number++)
        {
            var price = Id(
                await _stage.Stripe(
                    HttpMethod.Post,
                    "/v1/prices",
                    ("product", product),
                    ("currency", "eur"),
                    ("unit_amount", "100"),
                    ("recurring[interval]", "month")
                )
            );
            form.Add((string.Create(CultureInfo.InvariantCulture, $"items[{number}][price]"), price));
        }
        return await _stage.Stripe(HttpMethod.Post, "/v1/subscriptions", [.. form]);
    }

    private static string Id(JsonElement made) => made.GetProperty("id").GetString()!;
}
