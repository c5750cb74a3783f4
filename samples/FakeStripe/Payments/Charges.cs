using System.Text.Json.Nodes;
using FakeStripe.Http;
using FakeStripe.State;

namespace FakeStripe.Payments;

internal sealed class Charges(StripeAccount account)
{
    public void Map(Routes routes)
    {
        routes.Get("/v1/charges", call => ListPage.Of(call, account.Store.All("charge"), "customer", "payment_intent"));
        routes.Get("/v1/charges/{id}", call => account.Store.Get("charge", call.Id));
        routes.Get("/v1/balance_transactions", call => ListPage.Of(call, account.Store.All("balance_transaction"), "source", "type", "currency"));
        routes.Get("/v1/balance", _ => Balance());
    }

    /// <param name="decline">Decline code; null for a successful charge.</param>
    public JsonObject Create(JsonObject intent, JsonObject method, string? decline)
    {
        var made = account.Store.New("charge");
        foreach (var field in new[] { "amount", "currency", "customer", "description", "metadata" })
            made[field] = intent[field]?.DeepClone();
        made["payment_intent"] = intent.Text("id");
        made["payment_method"] = method.Text("id");
        made["billing_details"] = method["billing_details"]!.DeepClone();
        made["payment_method_details"] = Details(method["card"]!.AsObject());
        made["fraud_details"] = new JsonObject();
        made["amount_captured"] = decline is null ? intent.Number("amount") : 0;
        made["outcome"] = Outcome(decline);
        made["paid"] = decline is null;
        made["captured"] = decline is null;
        made["status"] = decline is null ? "succeeded" : "failed";
        if (decline is not null)
        {
            made["failure_code"] = "card_declined";
            made["failure_message"] = "Your card was declined.";
        }
        account.Store.Add(made);
        if (decline is null)
            made["balance_transaction"] = Book(made, made.Number("amount")!.Value, "charge").Text("id");
        account.Events.Emit(decline is null ? "charge.succeeded" : "charge.failed", made);
        return made;
    }

    /// <summary>Moves money on the account's balance. There are no fees.</summary>
    public JsonObject Book(JsonObject source, long amount, string type)
    {
        var made = account.Store.New("balance_transaction");
        made["amount"] = amount;
        made["net"] = amount;
        made["currency"] = source.Text("currency");
        made["source"] = source.Text("id");
        made["type"] = type;
        made["reporting_category"] = type is "adjustment" ? "dispute" : type;
        made["available_on"] = account.Now;
        return account.Store.Add(made);
    }

    private JsonObject Balance()
    {
        var balance = Shapes.Of("balance");
        balance["livemode"] = account.Options.IsLive;
        var sums = account.Store.All("balance_transaction").GroupBy(booked => booked.Text("currency")).ToList();
        balance["available"] = Json.Array(
            sums.Select(booked => new JsonObject { ["amount"] = booked.Sum(one => one.Number("net")!.Value), ["currency"] = booked.Key })
        );
        return balance;
    }

    private static JsonObject Outcome(string? decline) =>
        new()
        {
            ["advice_code"] = decline is null ? null : "try_again_later",
            ["network_advice_code"] = null,
            ["network_decline_code"] = null,
            ["network_status"] = decline is null ? "approved_by_network" : "declined_by_network",
            ["reason"] = decline,
            ["risk_level"] = "normal",
            ["seller_message"] = decline is null ? "Payment complete." : "The bank did not return any further details with this decline.",
            ["type"] = decline is null ? "authorized" : "issuer_declined",
        };

    private static JsonObject Details(JsonObject card)
    {
        var details = new JsonObject
        {
            ["amount_authorized"] = null,
            ["authorization_code"] = null,
            ["electronic_commerce_indicator"] = null,
            ["installments"] = null,
            ["mandate"] = null,
            ["network"] = card.Text("brand"),
            ["network_transaction_id"] = null,
            ["three_d_secure"] = null,
            ["transaction_link_id"] = null,
        };
        foreach (var field in new[] { "brand", "checks", "country", "exp_month", "exp_year", "fingerprint", "funding", "last4", "regulated_status", "wallet" })
            details[field] = card[field]?.DeepClone();
        return new() { ["card"] = details, ["type"] = "card" };
    }
}
