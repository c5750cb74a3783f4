using System.Text.Json;
using System.Text.Json.Nodes;

namespace OwnerConsole.Revenue.Stripe.Mirror;

/// <summary>An object as Stripe returned it.</summary>
/// <param name="Body">JSON; without content for an object that doesn't exist any more.</param>
/// <param name="Customer">cus_… of the customer that it belongs to; null if it belongs to none.</param>
internal sealed record StripeObject(string Body, string? Customer, bool IsDeleted)
{
    public static readonly StripeObject Deleted = new("{}", null, IsDeleted: true);

    /// <summary>Members of a payment method that are stored. The rest is personal data that the console doesn't need.</summary>
    private static readonly string[] s_paymentMethod = ["id", "object", "type", "customer", "created", "livemode"],
        s_card = ["brand", "last4", "exp_month", "exp_year"];

    public static StripeObject Read(string type, string json)
    {
        var body = JsonNode.Parse(json)!.AsObject(); // Stripe answers with an object
        if (body["deleted"]?.GetValueKind() is JsonValueKind.True)
            return Deleted;
        var customer = type == "customer" ? Id(body["id"]) : Id(body["customer"]);
        return new((type == "payment_method" ? ReducePaymentMethod(body) : body).ToJsonString(), customer, IsDeleted: false);
    }

    private static JsonObject ReducePaymentMethod(JsonObject body)
    {
        var kept = Keep(body, s_paymentMethod);
        if (body["card"] is JsonObject card)
            kept["card"] = Keep(card, s_card);
        return kept;
    }

    private static JsonObject Keep(JsonObject body, string[] names) =>
        new(names.Where(body.ContainsKey).Select(name => KeyValuePair.Create(name, body[name]?.DeepClone())));

    /// <summary>A reference is an id, or the object itself if it was expanded.</summary>
    private static string? Id(JsonNode? reference) =>
        reference switch
        {
            JsonValue value when value.GetValueKind() is JsonValueKind.String => value.GetValue<string>(),
            JsonObject expanded => Id(expanded["id"]),
            _ => null,
        };
}
