using System.Text.Json.Nodes;
using FakeStripe.Billing;
using FakeStripe.Http;
using FakeStripe.State;

namespace FakeStripe.Catalogue;

/// <summary>Coupons applied to subscriptions, customers and invoices.</summary>
internal sealed class Discounts(StripeAccount account)
{
    private readonly Dictionary<string, JsonObject> _deletedCoupons = [];

    public void Map(Routes routes)
    {
        routes.Delete("/v1/customers/{id}/discount", call => RemoveFromCustomer(account.Store.Get("customer", call.Id)));
        routes.Delete("/v1/subscriptions/{id}/discount", call => RemoveFromSubscription(account.Store.Get("subscription", call.Id)));
    }

    public void Keep(JsonObject coupon) => _deletedCoupons[coupon.Text("id")!] = coupon.Copy();

    /// <param name="form">Parameters with <c>discounts</c>; empty text removes all.</param>
    /// <param name="owner">Subscription or invoice whose discounts are replaced.</param>
    public void Take(JsonObject owner, JsonObject form)
    {
        if (!form.ContainsKey("discounts"))
            return;
        var kept = new List<JsonNode?>();
        foreach (var given in form.Objects("discounts"))
            kept.Add(given.Text("discount") ?? Create(given, owner).Text("id"));
        owner["discounts"] = Json.Array(kept);
    }

    /// <returns>Current discounts of a subscription; those of its customer if it has none.</returns>
    public IReadOnlyList<string> Current(JsonObject customer, JsonObject? subscription)
    {
        var own = subscription?.Texts("discounts") ?? [];
        var ids = own.Count == 0 && customer.At("discount.id") is { } ofCustomer ? [ofCustomer] : own;
        return [.. ids.Where(id => account.Store.Find(id) is { } discount && (discount.Number("end") is not { } end || end > account.Now))];
    }

    public IReadOnlyList<(JsonObject Discount, JsonObject Coupon)> Of(IEnumerable<string> ids) =>
        [.. ids.Select(id => account.Store.Find(id)!).Select(discount => (discount, Coupon(discount.At("source.coupon")!)))];

    /// <summary>Replaces the discounts of a preview without storing anything.</summary>
    public void Preview(JsonObject preview, JsonObject form)
    {
        if (!form.ContainsKey("discounts"))
            return;
        var discounts = form.Objects("discounts").Select(given => (New(given, preview), account.Store.Get("coupon", CouponOf(given).Text("id")))).ToList();
        preview["discounts"] = Json.Array(discounts.Select(each => (JsonNode?)each.Item1.Text("id")));
        InvoiceTotals.Apply(preview, discounts, preview.Number("starting_balance")!.Value);
    }

    /// <summary>Ends discounts of coupons that apply once after the first invoice.</summary>
    public void Redeemed(JsonObject? subscription)
    {
        foreach (var id in subscription?.Texts("discounts") ?? [])
            if (account.Store.Find(id) is { } discount && Coupon(discount.At("source.coupon")!).Text("duration") == "once" && discount.Number("end") is null)
                discount["end"] = account.Now;
    }

    private JsonObject Create(JsonObject given, JsonObject owner)
    {
        var coupon = CouponOf(given);
        coupon["times_redeemed"] = coupon.Number("times_redeemed") + 1;
        var made = account.Store.Add(New(given, owner));
        account.Events.Emit("customer.discount.created", made);
        return made;
    }

    private JsonObject New(JsonObject given, JsonObject owner)
    {
        var coupon = CouponOf(given);
        var made = account.Store.New("discount");
        made["source"] = new JsonObject { ["coupon"] = coupon.Text("id"), ["type"] = "coupon" };
        made["promotion_code"] = given.Text("promotion_code");
        made["customer"] = owner.Text("customer");
        made["start"] = account.Now;
        if (coupon.Text("duration") == "repeating")
            made["end"] = Periods.Add(account.Now, "month", (int)coupon.Number("duration_in_months")!);
        made[owner.Text("object") == "invoice" ? "invoice" : "subscription"] = owner.Text("id");
        return made;
    }

    private JsonObject CouponOf(JsonObject given)
    {
        var code = given.Text("promotion_code") is { } promotion ? account.Store.Get("promotion_code", promotion, "discounts[0][promotion_code]") : null;
        return account.Store.Get("coupon", code?.At("promotion.coupon") ?? given.Text("coupon"), "discounts[0][coupon]");
    }

    private JsonObject RemoveFromCustomer(JsonObject customer)
    {
        if (customer["discount"] is not JsonObject discount)
            throw StripeError.Missing("No active discount for customer: " + customer.Text("id"), "customer");
        account.Change(customer, "customer.updated", () => customer["discount"] = null);
        return Deleted(discount);
    }

    private JsonObject RemoveFromSubscription(JsonObject subscription)
    {
        if (subscription.Texts("discounts") is not [.., var last])
            throw StripeError.Missing("No active discount for subscription: " + subscription.Text("id"), "subscription");
        account.Change(subscription, "customer.subscription.updated", () => subscription["discounts"] = new JsonArray());
        return Deleted(account.Store.Find(last)!);
    }

    private JsonObject Deleted(JsonObject discount)
    {
        var deleted = discount.Copy();
        deleted.Remove("end");
        deleted["deleted"] = true;
        account.Events.Emit("customer.discount.deleted", discount);
        return deleted;
    }

    private JsonObject Coupon(string id) => account.Store.Find(id) is { } living && !living.Flag("deleted") ? living : _deletedCoupons[id];
}
