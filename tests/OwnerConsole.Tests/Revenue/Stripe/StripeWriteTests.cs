using System.Text.Json;
using FakeStripe.Http;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Tests.FakeStripes;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Revenue.Stripe;

/// <summary>A run that changes something in Stripe has exactly one effect, ends when the console shows it, and explains a refusal.</summary>
public sealed class StripeWriteTests : IAsyncLifetime
{
    private StripeStage _stage = null!; // set before each test

    public async ValueTask InitializeAsync()
    {
        _stage = await StripeStage.Open(Mode.Live);
        await _stage.Connect();
    }

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    [Fact]
    public async Task A_cancellation_at_the_end_of_the_period_is_scheduled_and_undone_in_Stripe()
    {
        var (_, subscription) = await Subscribe("pm_card_visa");

        _stage.Server.Faults.Add("GET", $"/v1/subscriptions/{subscription}", Fault.CardDeclined()); // a change that can't be read again is still made
        var run = await Ended(await _stage.App.Run("subscription.cancel", subscription));
        run.GetProperty("state").GetString().ShouldBe("done");
        (await Stripe("subscriptions", subscription)).GetProperty("cancel_at_period_end").GetBoolean().ShouldBeTrue();
        await _stage.Projected();
        (await One("subscriptions")).GetProperty("cancel_at").ValueKind.ShouldBe(JsonValueKind.String);
        (await _stage.App.Refusal("subscription.cancel", subscription)).ShouldBe("already_scheduled");

        await Ended(await _stage.App.Undo(run));
        (await Stripe("subscriptions", subscription)).GetProperty("cancel_at_period_end").GetBoolean().ShouldBeFalse();
        await _stage.Projected();
        (await _stage.App.Refusal("subscription.resume", subscription)).ShouldBe("not_scheduled");

        await using var person = await LawHarness.Open(_stage.Console);
        var cancelled = await person.Run("subscription.cancel_now", subscription); // it can't be undone, so only a person can run it
        await Ended(cancelled.RunId);
        (await Stripe("subscriptions", subscription)).GetProperty("status").GetString().ShouldBe("canceled");
        (await StripeContract.Check(_stage.Server.Requests.All)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_declined_payment_is_explained_with_its_code_and_succeeds_with_another_card()
    {
        var (customer, _) = await Subscribe("pm_card_chargeCustomerFail");
        var invoice = (await One("invoices")).GetProperty("id").GetString()!;

        var declined = await Sent("invoice.pay", invoice);
        var line = declined.GetProperty("lines")[0];
        (declined.GetProperty("state").GetString(), line.GetProperty("code").GetString()).ShouldBe(("failed", "generic_decline"));
        line.GetProperty("text").GetString()!.ShouldContain("declined the payment");

        await _stage.Stripe(HttpMethod.Post, "/v1/payment_methods/pm_card_visa/attach", ("customer", customer));
        var card = (await _stage.Stripe(HttpMethod.Get, $"/v1/payment_methods?customer={customer}")).GetProperty("data")[0].GetProperty("id").GetString()!;
        await _stage.Stripe(HttpMethod.Post, $"/v1/customers/{customer}", ("invoice_settings[default_payment_method]", card));
        await _stage.Stripe(
            HttpMethod.Post,
            $"/v1/subscriptions/{(await One("subscriptions")).GetProperty("id").GetString()}",
            ("default_payment_method", card)
        );
        await _stage.Projected();
        (await Sent("invoice.pay", invoice)).GetProperty("state").GetString().ShouldBe("done");
        await _stage.Projected();
        (await One("invoices")).GetProperty("status").GetString().ShouldBe("paid");
        (await _stage.App.Refusal("invoice.void", invoice)).ShouldBe("already_paid");
    }

    [Fact]
    public async Task A_refund_whose_answer_is_lost_is_made_once_and_one_that_is_stopped_never()
    {
        await Subscribe("pm_card_visa");
        var payment = (await One("payments")).GetProperty("id").GetString()!;
        (await _stage.App.Refusal("payment.refund", payment, new { amount = "49.01" })).ShouldBe("too_much");
        (await _stage.App.Refusal("payment.refund", payment, new { amount = "1.005" })).ShouldBe("bad_amount");

        var stopped = await Start("payment.refund", payment, new { amount = "10.00" });
        await _stage.App.Undo(stopped);
        await EndHold(stopped);

        _stage.Server.Faults.Add("POST", "/v1/refunds", Fault.TimeoutAfterCommit(), times: 3);
        var run = await Start("payment.refund", payment, new { amount = "12.50", reason = "duplicate" });
        _stage.Server.Requests.Of("POST", "/v1/refunds").ShouldBeEmpty(); // it waits for a minute
        await EndHold(run);
        (await Ended(run)).GetProperty("state").GetString().ShouldBe("done");

        var refunds = (await _stage.Stripe(HttpMethod.Get, $"/v1/refunds?charge={payment}")).GetProperty("data").EnumerateArray().ToList();
        refunds.ShouldHaveSingleItem().GetProperty("amount").GetInt64().ShouldBe(1_250);
        _stage.Server.Requests.Of("POST", "/v1/refunds").Select(request => request.Headers["idempotency-key"]).Distinct().ShouldHaveSingleItem();
        await _stage.Projected();
        (await One("payments")).GetProperty("refunded").GetProperty("amount").GetInt64().ShouldBe(1_250);
    }

    /// <summary>Starts a run that needs a reason.</summary>
    private async Task<JsonElement> Start(string operation, string subject, object? input = null)
    {
        var preview = await _stage.App.Preview(operation, [subject], input);
        return await _stage.App.Post("/api/v1/runs", new { preview = preview.GetProperty("id").GetString(), reason = "Agreed by phone." });
    }

    private async Task<JsonElement> Sent(string operation, string subject)
    {
        var run = await Start(operation, subject);
        await EndHold(run);
        return await Ended(run);
    }

    /// <summary>Lets the request be sent now instead of after a minute.</summary>
    private async Task EndHold(JsonElement run)
    {
        await using var work = await _stage.Console.Database.Write(WriteOrigin.Intake("test"), [IdGenerator.Platform]);
        var lanes = await work.List<string>(
            "update work.items set due = now() where run_id = @run returning lane",
            new { run = run.GetProperty("id").GetString() }
        );
        await work.MakeDue([.. lanes]);
        await work.Commit();
    }

    private Task<JsonElement> Ended(JsonElement run) => Ended(run.GetProperty("id").GetString()!);

    private Task<JsonElement> Ended(string run) =>
        _stage.App.Await($"/api/v1/runs/{run}", now => now.GetProperty("state").GetString() is not ("waiting" or "running" or "pending"));

    private async Task<JsonElement> One(string list) => (await _stage.App.Get($"/api/v1/{list}")).GetProperty("data").EnumerateArray().ShouldHaveSingleItem();

    private Task<JsonElement> Stripe(string type, string id) => _stage.Stripe(HttpMethod.Get, $"/v1/{type}/{id}");

    /// <summary>Creates a customer with this card and a subscription of 49.00 a month.</summary>
    private async Task<(string Customer, string Subscription)> Subscribe(string card)
    {
        var customer = await Create("/v1/customers", ("name", "Lumen"));
        var method = await Create($"/v1/payment_methods/{card}/attach", ("customer", customer));
        var price = await Create(
            "/v1/prices",
            ("product", await Create("/v1/products", ("name", "Pro"))),
            ("currency", "eur"),
            ("unit_amount", "4900"),
            ("recurring[interval]", "month")
        );
        var subscription = await Create("/v1/subscriptions", ("customer", customer), ("items[0][price]", price), ("default_payment_method", method));
        await _stage.Projected();
        return (customer, subscription);
    }

    private async Task<string> Create(string path, params (string Name, string Value)[] form) =>
        (await _stage.Stripe(HttpMethod.Post, path, form)).GetProperty("id").GetString()!;
}
