using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using FakeStripe.Http;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Tests.FakeStripes;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Revenue.Stripe;

/// <summary>A run that changes something in Stripe has exactly one effect, ends when the console shows it, and explains a refusal.</summary>
[Slow(25, "Stripe")]
public sealed partial class StripeWriteTests : IAsyncLifetime
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
        var (_, subscription) = await _stage.Subscribe("pm_card_visa");

        _stage.Server.Faults.Add("GET", $"/v1/subscriptions/{subscription}", Fault.CardDeclined()); // a change that can't be read again is still made
        var run = await _stage.Ended(await _stage.App.Run("subscription.cancel", subscription));
        run.GetProperty("state").GetString().ShouldBe("done");
        (await _stage.Read("subscriptions", subscription)).GetProperty("cancel_at_period_end").GetBoolean().ShouldBeTrue();
        await _stage.Projected();
        (await _stage.One("subscriptions")).GetProperty("cancel_at").ValueKind.ShouldBe(JsonValueKind.String);
        (await _stage.App.Refusal("subscription.cancel", subscription)).ShouldBe("already_scheduled");

        await _stage.Ended(await _stage.App.Undo(run));
        (await _stage.Read("subscriptions", subscription)).GetProperty("cancel_at_period_end").GetBoolean().ShouldBeFalse();
        await _stage.Projected();
        (await _stage.App.Refusal("subscription.resume", subscription)).ShouldBe("not_scheduled");

        await using var person = await LawHarness.Open(_stage.Console);
        var cancelled = await person.Run("subscription.cancel_now", subscription); // it can't be undone, so only a person can run it
        await _stage.Ended(cancelled.RunId);
        (await _stage.Read("subscriptions", subscription)).GetProperty("status").GetString().ShouldBe("canceled");
        (await StripeContract.Check(_stage.Server.Requests.All)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_declined_payment_is_explained_with_its_code_and_succeeds_with_another_card()
    {
        var (customer, _) = await _stage.Subscribe("pm_card_chargeCustomerFail");
        var invoice = (await _stage.One("invoices")).GetProperty("id").GetString()!;

        var declined = await _stage.Sent("invoice.pay", invoice);
        var line = declined.GetProperty("lines")[0];
        (declined.GetProperty("state").GetString(), line.GetProperty("code").GetString()).ShouldBe(("failed", "generic_decline"));
        line.GetProperty("text").GetString()!.ShouldContain("declined the payment");

        await _stage.Stripe(HttpMethod.Post, "/v1/payment_methods/pm_card_visa/attach", ("customer", customer));
        var card = (await _stage.Stripe(HttpMethod.Get, $"/v1/payment_methods?customer={customer}")).GetProperty("data")[0].GetProperty("id").GetString()!;
        await _stage.Stripe(HttpMethod.Post, $"/v1/customers/{customer}", ("invoice_settings[default_payment_method]", card));
        await _stage.Stripe(
            HttpMethod.Post,
            $"/v1/subscriptions/{(await _stage.One("subscriptions")).GetProperty("id").GetString()}",
            ("default_payment_method", card)
        );
        await _stage.Projected();
        (await _stage.Sent("invoice.pay", invoice)).GetProperty("state").GetString().ShouldBe("done");
        await _stage.Projected();
        (await _stage.One("invoices")).GetProperty("status").GetString().ShouldBe("paid");
        (await _stage.App.Refusal("invoice.void", invoice)).ShouldBe("already_paid");
    }

    [Fact]
    public async Task A_refund_whose_answer_is_lost_is_made_once_and_one_that_is_stopped_never()
    {
        await _stage.Subscribe("pm_card_visa");
        var payment = (await _stage.One("payments")).GetProperty("id").GetString()!;
        (await _stage.App.Refusal("payment.refund", payment, new { amount = "49.01" })).ShouldBe("too_much");
        (await _stage.App.Refusal("payment.refund", payment, new { amount = "1.005" })).ShouldBe("bad_amount");

        var stopped = await _stage.Start("payment.refund", payment, new { amount = "10.00" });
        await _stage.App.Undo(stopped);
        await _stage.EndHold(stopped);

        _stage.Server.Faults.Add("POST", "/v1/refunds", Fault.TimeoutAfterCommit(), times: 3);
        var run = await _stage.Start("payment.refund", payment, new { amount = "12.50", reason = "duplicate" });
        _stage.Server.Requests.Of("POST", "/v1/refunds").ShouldBeEmpty(); // it waits for a minute
        await _stage.EndHold(run);
        (await _stage.Ended(run)).GetProperty("state").GetString().ShouldBe("done");

        var refunds = (await _stage.Stripe(HttpMethod.Get, $"/v1/refunds?charge={payment}")).GetProperty("data").EnumerateArray().ToList();
        refunds.ShouldHaveSingleItem().GetProperty("amount").GetInt64().ShouldBe(1_250);
        _stage.Server.Requests.Of("POST", "/v1/refunds").Select(request => request.Headers["idempotency-key"]).Distinct().ShouldHaveSingleItem();
        await _stage.Projected();
        (await _stage.One("payments")).GetProperty("refunded").GetProperty("amount").GetInt64().ShouldBe(1_250);

        var noted = await _stage.Start("payment.refund", payment, new { amount = "5.00", credit_note = true });
        await _stage.EndHold(noted);
        (await _stage.Ended(noted)).GetProperty("state").GetString().ShouldBe("done");
        var note = (await _stage.Stripe(HttpMethod.Get, "/v1/credit_notes")).GetProperty("data").EnumerateArray().ShouldHaveSingleItem();
        note.GetProperty("amount").GetInt64().ShouldBe(500);
        await _stage.Projected();
        (await _stage.One("payments")).GetProperty("refunded").GetProperty("amount").GetInt64().ShouldBe(1_750);
    }

    [Fact]
    public async Task A_credit_note_gives_money_of_a_paid_invoice_back_and_reduces_an_open_one()
    {
        var (customer, _) = await _stage.Subscribe("pm_card_visa");
        var invoice = (await _stage.One("invoices")).GetProperty("id").GetString()!;
        (await _stage.App.Refusal("invoice.credit", invoice, new { amount = "49.01" })).ShouldBe("too_much");
        (await _stage.App.Refusal("invoice.credit", invoice, new { amount = "0" })).ShouldBe("bad_amount");
        await using var person = await LawHarness.Open(_stage.Console); // it can't be undone, so only a person can run it

        await Credit(person, invoice, new { amount = "10.00", reason = "duplicate" });
        (await _stage.Read("customers", customer)).GetProperty("balance").GetInt64().ShouldBe(-1_000);
        await Credit(person, invoice, new { credit_to = "payment_method" });
        (await _stage.Stripe(HttpMethod.Get, "/v1/refunds")).GetProperty("data")[0].GetProperty("amount").GetInt64().ShouldBe(3_900);
        (await _stage.App.Refusal("invoice.credit", invoice)).ShouldBe("nothing_to_credit");

        await _stage.Stripe(HttpMethod.Post, "/v1/invoiceitems", ("customer", customer), ("amount", "3000"), ("currency", "eur"), ("description", "Setup"));
        var open = await _stage.Create(
            "/v1/invoices",
            ("customer", customer),
            ("collection_method", "send_invoice"),
            ("days_until_due", "14"),
            ("pending_invoice_items_behavior", "include")
        );
        await _stage.Stripe(HttpMethod.Post, $"/v1/invoices/{open}/finalize");
        await _stage.Projected();
        await Credit(person, open, new { amount = "5.00" });
        await _stage.Projected();
        (await _stage.Read("invoices", open)).GetProperty("amount_remaining").GetInt64().ShouldBe(1_500); // the balance of 10.00 is used, too
        (await StripeContract.Check(_stage.Server.Requests.All)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_email_of_a_customer_changes_and_an_undo_restores_it()
    {
        var customer = await _stage.Create("/v1/customers", ("name", "Lumen"), ("email", "old@lumen.example"));
        await _stage.Projected();
        (await _stage.App.Refusal("stripe_customer.update_email", customer, new { email = "old@lumen.example" })).ShouldBe("no_change");
        (await _stage.App.Refusal("stripe_customer.update_email", customer, new { email = "Lumen <new>" })).ShouldBe("bad_email");

        var run = await _stage.Ended(await _stage.App.Run("stripe_customer.update_email", customer, new { email = "new@lumen.example" }));
        (await _stage.Read("customers", customer)).GetProperty("email").GetString().ShouldBe("new@lumen.example");
        await _stage.Projected();
        (await _stage.One("customers")).GetProperty("email").GetString().ShouldBe("new@lumen.example");
        await _stage.Ended(await _stage.App.Undo(run));
        (await _stage.Read("customers", customer)).GetProperty("email").GetString().ShouldBe("old@lumen.example");

        await _stage.Age("stripe.requests", days: 32);
        await Poll.Until(async () =>
        {
            await using var work = await _stage.Console.Database.Read();
            return await work.One<bool>("select not exists (select from stripe.requests where undo_call is not null)"); // it contains the previous email
        });

        await _stage.Stripe(HttpMethod.Delete, $"/v1/customers/{customer}");
        await _stage.Projected();
        (await _stage.App.Refusal("stripe_customer.update_email", customer, new { email = "new@lumen.example" })).ShouldBe("deleted");
    }

    [Fact]
    public async Task A_portal_link_is_shown_once_to_the_person_who_requested_it_and_stored_nowhere()
    {
        var customer = await _stage.Create("/v1/customers", ("name", "Lumen"));
        await _stage.Projected();
        var (owner, colleague) = (await TestBrowser.Owner(_stage.Console), await TestBrowser.Join(_stage.Console, "admin"));
        (string Name, string Value)[] form = [("operation", "stripe_customer.create_portal_link"), ("subject", customer), ("back", "/revenue/customers")];
        await owner.Get($"/operations/new?operation=stripe_customer.create_portal_link&subject={customer}&back=/revenue/customers");
        var preview = PreviewOf().Match(owner.Page).Groups[1].Value;

        await owner.Post("/operations", [.. form, ("preview", preview), ("proof_password", TestBrowser.Password), ("proof_code", owner.NextCode())]);
        var ended = await _stage.Ended((await _stage.App.Get("/api/v1/runs")).GetProperty("data")[0]);
        ended.GetProperty("state").GetString().ShouldBe("done", ended.ToString());
        var run = ended.GetProperty("id").GetString()!;
        await owner.Get($"/operations/{run}");
        owner.Page.ShouldContain("run-secret");
        await colleague.Get($"/operations/{run}");
        colleague.Page.ShouldNotContain("run-secret");
        (await colleague.Post($"/operations/{run}/secret")).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        await owner.Get($"/operations/{run}");
        await owner.Post($"/operations/{run}/secret");

        owner.Page.ShouldContain("https://billing.stripe.com/p/session/");
        await owner.Get($"/operations/{run}");
        owner.Page.ShouldNotContain("run-secret");
        (await owner.Post($"/operations/{run}/secret")).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        await _stage.Projected(); // the event about the session has arrived
        (await _stage.App.Get("/api/v1/stripe/events?type=billing_portal.session.created")).GetProperty("data").GetArrayLength().ShouldBe(1);
        (await DatabaseTextSearch.Find(TestCluster.Current.Super(_stage.Console.Options.Connections), ["billing.stripe.com/p/session"])).ShouldBeEmpty();
        (await StripeContract.Check(_stage.Server.Requests.All)).ShouldBeEmpty();
    }

    [GeneratedRegex("name=\"preview\" value=\"(prv_[^\"]+)\"", RegexOptions.None, 1000)]
    private static partial Regex PreviewOf();

    private async Task Credit(LawHarness person, string invoice, object input)
    {
        var run = await _stage.Ended((await person.Run("invoice.credit", invoice, input)).RunId);
        run.GetProperty("state").GetString().ShouldBe("done", run.ToString());
    }
}
