using System.Text.Json.Nodes;
using FakeStripe.Customers;
using FakeStripe.Http;
using FakeStripe.State;

namespace FakeStripe.Payments;

internal sealed class PaymentIntents(StripeAccount account)
{
    public void Map(Routes routes)
    {
        routes.Get("/v1/payment_intents", call => ListPage.Of(call, account.Store.All("payment_intent"), "customer"));
        routes.Get("/v1/payment_intents/{id}", call => account.Store.Get("payment_intent", call.Id));
        routes.Post("/v1/payment_intents", Create);
        routes.Post("/v1/payment_intents/{id}/cancel", Cancel);
    }

    public JsonObject New(long amount, string currency, string? customerId, string? description)
    {
        var made = account.Store.New("payment_intent");
        made["amount"] = amount;
        made["currency"] = currency;
        made["customer"] = customerId;
        made["description"] = description;
        made["client_secret"] = made.Text("id") + "_secret_fake";
        account.Store.Add(made);
        account.Events.Emit("payment_intent.created", made);
        return made;
    }

    /// <summary>Charges the card.</summary>
    /// <returns>Null if it paid; otherwise why not.</returns>
    public StripeError? Confirm(JsonObject intent, JsonObject method)
    {
        var card = account.PaymentMethods.Card(method.Text("id")!);
        intent["payment_method"] = method.Text("id");
        if (card.NeedsAuthentication && card.Decline is null)
        {
            intent["status"] = "requires_action";
            intent["next_action"] = new JsonObject { ["type"] = "use_stripe_sdk", ["use_stripe_sdk"] = new JsonObject() };
            account.Events.Emit("payment_intent.requires_action", intent);
            return StripeError.Card("authentication_required", "authentication_required", "Your card requires authentication.", intent);
        }
        var charge = account.Charges.Create(intent, method, card.Decline);
        intent["latest_charge"] = charge.Text("id");
        intent["next_action"] = null;
        if (card.Decline is { } decline)
        {
            var refusal = PaymentMethods.Declined(decline, intent);
            intent["status"] = "requires_payment_method";
            intent["payment_method"] = null;
            intent["last_payment_error"] = LastError(refusal, charge, method);
            account.Events.Emit("payment_intent.payment_failed", intent);
            return refusal;
        }
        intent["status"] = "succeeded";
        intent["amount_received"] = intent.Number("amount");
        intent["last_payment_error"] = null;
        account.Events.Emit("payment_intent.succeeded", intent);
        if (card.Dispute is { } reason)
            account.Disputes.Open(charge, reason, card.IsInquiry);
        return null;
    }

    public JsonObject Cancel(JsonObject intent, string? reason)
    {
        if (intent.Text("status") is "succeeded" or "canceled")
            return intent;
        intent["status"] = "canceled";
        intent["canceled_at"] = account.Now;
        intent["cancellation_reason"] = reason;
        account.Events.Emit("payment_intent.canceled", intent);
        return intent;
    }

    private JsonObject Create(ApiCall call)
    {
        var form = call.Form;
        var amount = form.Number("amount") ?? throw StripeError.Invalid("Missing required param: amount.", "amount", "parameter_missing");
        var made = New(amount, form.Text("currency") ?? account.Options.Currency, form.Text("customer"), form.Text("description"));
        made.TakeMetadata(form);
        if (form.Text("payment_method") is { } given)
        {
            var method = account.PaymentMethods.Resolve(given);
            made["payment_method"] = method.Text("id");
            made["status"] = "requires_confirmation";
            if (form.Flag("confirm") && Confirm(made, method) is { Code: not "authentication_required" } refusal)
                throw refusal;
        }
        return made;
    }

    private JsonObject Cancel(ApiCall call)
    {
        var intent = account.Store.Get("payment_intent", call.Id);
        if (intent.Text("status") is "succeeded" or "canceled")
            throw StripeError.Invalid(
                $"You cannot cancel this PaymentIntent because it has a status of {intent.Text("status")}.",
                "intent",
                "payment_intent_unexpected_state"
            );
        return Cancel(intent, call.Form.Text("cancellation_reason"));
    }

    private static JsonObject LastError(StripeError refusal, JsonObject charge, JsonObject method) =>
        new()
        {
            ["type"] = "card_error",
            ["code"] = refusal.Code,
            ["decline_code"] = refusal.DeclineCode,
            ["message"] = refusal.Message,
            ["charge"] = charge.Text("id"),
            ["payment_method"] = method.Copy(),
        };
}
