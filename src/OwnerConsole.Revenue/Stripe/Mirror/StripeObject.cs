using System.Text.Json;
using System.Text.Json.Nodes;

namespace OwnerConsole.Revenue.Stripe.Mirror;

/// <summary>An object as Stripe returned it.</summary>
/// <param name="Id">Stripe's ID.</param>
/// <param name="Body">JSON; without content for an object that doesn't exist any more.</param>
/// <param name="Customer">cus_… of the customer that it belongs to; null if it belongs to none.</param>
/// <param name="CreatedAt">Null for types that don't say it.</param>
internal sealed record StripeObject(string Id, string Body, string? Customer, bool IsDeleted, DateTimeOffset? CreatedAt)
{
    /// <summary>Members of a payment method that are stored. The rest is personal data that the console doesn't need.</summary>
    private static readonly string[] s_paymentMethod = ["id", "object", "type", "customer", "created", "livemode"],
        s_card = ["brand", "last4", "exp_month", "exp_year"];

    public static StripeObject Of(string type, string id, JsonObject body)
    {
        if (body["deleted"]?.GetValueKind() is JsonValueKind.True)
            return Deleted(id);
        var customer = ReferenceOf(body[type == "customer" ? "id" : "customer"]);
        return new(id, (type == "payment_method" ? ReducePaymentMethod(body) : body).ToJsonString(), customer, IsDeleted: false, TimeOf(body["created"]));
    }

    /// <summary>An object that doesn't exist any more.</summary>
    public static StripeObject Deleted(string id) => new(id, "{}", null, IsDeleted: true, null);

    private static JsonObject ReducePaymentMethod(JsonObject body)
    {
        var kept = Keep(body, s_paymentMethod);
        if (body["card"] is JsonObject card)
            kept["card"] = Keep(card, s_card);
        return kept;
    }

    private static JsonObject Keep(JsonObject body, string[] names) =>
        new(names.Where(body.ContainsKey).Select(name => KeyValuePair.Create(name, body[name]?.DeepClone())));

    private static DateTimeOffset? TimeOf(JsonNode? created) =>
        created?.GetValueKind() is JsonValueKind.Number ? DateTimeOffset.FromUnixTimeSeconds(created.GetValue<long>()) : null;

    /// <summary>A reference is an id, or the object itself if it was expanded.</summary>
    private static string? ReferenceOf(JsonNode? reference) =>
        reference switch
        {
            JsonValue value when value.GetValueKind() is JsonValueKind.String => value.GetValue<string>(),
            JsonObject expanded => ReferenceOf(expanded["id"]),
            _ => null,
        };
}
