using System.Text.Json.Nodes;
using FakeStripe.Http;
using FakeStripe.State;

namespace FakeStripe.Payments;

internal sealed class Refunds(StripeAccount account)
{
    public void Map(Routes routes)
    {
        routes.Get("/v1/refunds", call => ListPage.Of(call, account.Store.All("refund"), "charge", "payment_intent"));
        routes.Get("/v1/refunds/{id}", call => account.Store.Get("refund", call.Id));
        routes.Post("/v1/refunds", Create);
        routes.Post("/v1/refunds/{id}", call => Update(account.Store.Get("refund", call.Id), call.Form));
        routes.Post("/v1/refunds/{id}/cancel", Cancel);
    }

    /// <param name="amount">Minor units; null refunds what is left.</param>
    public JsonObject Create(JsonObject charge, long? amount, string? reason, JsonObject form)
    {
        var left = charge.Number("amount_captured")!.Value - charge.Number("amount_refunded")!.Value;
        if (left == 0)
            throw StripeError.Invalid($"Charge {charge.Text("id")} has already been refunded.", "charge", "charge_already_refunded");
        if (charge.Flag("disputed"))
            throw StripeError.Invalid($"Charge {charge.Text("id")} has been charged back; cannot issue a refund.", "charge", "charge_disputed");
        if (amount is <= 0)
            throw StripeError.Invalid("This value must be greater than or equal to 1.", "amount", "parameter_invalid_integer");
        if (amount > left)
            throw StripeError.Invalid($"Refund amount ({amount}) is greater than unrefunded amount on charge ({left}).", "amount", "amount_too_large");
        var made = account.Store.New("refund");
        made["amount"] = amount ?? left;
        made["reason"] = reason;
        foreach (var field in new[] { "currency", "payment_intent" })
            made[field] = charge[field]?.DeepClone();
        made["charge"] = charge.Text("id");
        made["status"] = account.PaymentMethods.Card(charge.Text("payment_method")!).Refund is "pending" ? "pending" : "succeeded";
        made["destination_details"] = new JsonObject
        {
            ["card"] = new JsonObject { ["type"] = "refund" },
            ["type"] = "card",
        };
        made.TakeMetadata(form);
        account.Store.Add(made);
        made["balance_transaction"] = account.Charges.Book(made, -made.Number("amount")!.Value, "refund").Text("id");
        Add(charge, made.Number("amount")!.Value);
        account.Events.Emit("charge.refunded", charge);
        account.Events.Emit("refund.created", made);
        Updated(made);
        return made;
    }

    /// <summary>The card's bank returns the money of a refund.</summary>
    public JsonObject Fail(JsonObject refund, string reason)
    {
        var previous = new JsonObject { ["status"] = refund.Text("status") };
        refund["status"] = "failed";
        refund["failure_reason"] = reason;
        refund["failure_balance_transaction"] = account.Charges.Book(refund, refund.Number("amount")!.Value, "refund_failure").Text("id");
        Add(account.Store.Find(refund.Text("charge"))!, -refund.Number("amount")!.Value);
        account.Events.Emit("refund.failed", refund);
        Updated(refund, previous);
        return refund;
    }

    private JsonObject Create(ApiCall call)
    {
        var form = call.Form;
        if (form.Text("charge") is null && form.Text("payment_intent") is null)
            throw StripeError.Invalid(
                "One of the following params should be provided for this request: payment_intent or charge.",
                "charge",
                "parameter_missing"
            );
        var intent = form.Text("payment_intent") is { } id ? account.Store.Get("payment_intent", id, "payment_intent") : null;
        var charge = account.Store.Get("charge", intent?.Text("latest_charge") ?? form.Text("charge"), "charge");
        var refund = Create(charge, form.Number("amount"), form.Text("reason"), form);
        return account.PaymentMethods.Card(charge.Text("payment_method")!).Refund == "fails" ? Fail(refund, "expired_or_canceled_card") : refund;
    }

    private JsonObject Update(JsonObject refund, JsonObject form) => account.Change(refund, "refund.updated", () => refund.TakeMetadata(form));

    private JsonObject Cancel(ApiCall call)
    {
        var refund = account.Store.Get("refund", call.Id);
        if (refund.Text("status") is not ("pending" or "requires_action"))
            throw StripeError.Invalid($"Refund {call.Id} can't be canceled because it has a status of {refund.Text("status")}.", "refund");
        refund["status"] = "canceled";
        Add(account.Store.Find(refund.Text("charge"))!, -refund.Number("amount")!.Value);
        Updated(refund, new() { ["status"] = "pending" });
        return refund;
    }

    private static void Add(JsonObject charge, long amount)
    {
        charge["amount_refunded"] = charge.Number("amount_refunded") + amount;
        charge["refunded"] = charge.Number("amount_refunded") == charge.Number("amount_captured");
    }

    /// <summary>Stripe reports the same change under two names.</summary>
    private void Updated(JsonObject refund, JsonObject? previous = null)
    {
        account.Events.Emit("refund.updated", refund, previous?.Copy() ?? []);
        account.Events.Emit("charge.refund.updated", refund, previous ?? []);
    }
}
