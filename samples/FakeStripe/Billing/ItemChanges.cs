using System.Text.Json.Nodes;
using FakeStripe.Catalogue;
using FakeStripe.State;

namespace FakeStripe.Billing;

/// <summary>Computes what a change of a subscription's items does. The preview and the change use the same result.</summary>
internal sealed class ItemChanges(StripeAccount account)
{
    private readonly InvoiceLines _lines = new(account);

    /// <param name="Items">Copies of the items as they will be.</param>
    /// <param name="Prorations">Invoice items that are not stored yet.</param>
    /// <param name="IsReset">True if new periods start now, which bills them in full at once.</param>
    public sealed record Result(IReadOnlyList<JsonObject> Items, IReadOnlyList<JsonObject> Prorations, bool IsReset);

    /// <param name="forms">Parameters <c>items</c>: with <c>id</c> for a change or removal, without for a new item.</param>
    /// <param name="at">Time from which prorations count.</param>
    public Result Compute(JsonObject subscription, IReadOnlyList<JsonObject> forms, long at, bool isProrated, bool isReset = false)
    {
        var customer = account.Store.Find(subscription.Text("customer"))!;
        var before = subscription.Objects("items").Select(item => item.Copy()).ToList();
        var after = before.ConvertAll(item => item.Copy());
        foreach (var form in forms)
            Apply(subscription, after, form, at);
        if (after.Count == 0)
            throw StripeError.Invalid("A subscription must have at least one active plan.", "items");
        isReset |= before.Exists(old => after.Find(item => item.Text("id") == old.Text("id")) is { } item && !IsSameInterval(old, item));
        var percent = account.Discounts.Of(account.Discounts.Current(customer, subscription)).Sum(each => each.Coupon.Decimal("percent_off") ?? 0);
        var prorations = new List<JsonObject>();
        if (isProrated && subscription.Text("status") is "active" or "past_due")
            foreach (var id in before.Concat(after).Select(item => item.Text("id")).Distinct())
            {
                var (old, item) = (before.Find(one => one.Text("id") == id), after.Find(one => one.Text("id") == id));
                if (!isReset && IsSame(old, item))
                    continue;
                Prorate(prorations, subscription, old, at, -1, "Unused", percent);
                if (!isReset)
                    Prorate(prorations, subscription, item, at, 1, "Remaining", percent);
            }
        if (isReset)
            after.ForEach(item => SetPeriod(item, at, Periods.Next(at, at, item["price"]!.AsObject())));
        return new(after, prorations, isReset);
    }

    /// <returns>Lines for the whole current period of the items.</returns>
    public IReadOnlyList<JsonObject> FullLines(JsonObject subscription, IEnumerable<JsonObject> items) =>
        [.. items.Select(item => _lines.OfItem(subscription, item, item.Number("current_period_start")!.Value, item.Number("current_period_end")!.Value))];

    /// <returns>Lines for the period after the current one, of the items that end first.</returns>
    public IReadOnlyList<JsonObject> NextLines(JsonObject subscription, IReadOnlyList<JsonObject> items)
    {
        var end = items.Min(item => item.Number("current_period_end")!.Value);
        var due = items.Where(item => item.Number("current_period_end") == end);
        var anchor = subscription.Number("billing_cycle_anchor")!.Value;
        return [.. due.Select(item => _lines.OfItem(subscription, item, end, Periods.Next(anchor, end, item["price"]!.AsObject())))];
    }

    public static void SetPeriod(JsonObject item, long start, long end) => (item["current_period_start"], item["current_period_end"]) = (start, end);

    public JsonObject NewItem(JsonObject subscription, JsonObject form)
    {
        var price = account.Prices.Of(form, "items[0][price]");
        if (price["recurring"] is null)
            throw StripeError.Invalid(
                "The price specified is set to `type=one_time` but this field only accepts prices with `type=recurring`.",
                "items[0][price]"
            );
        var made = account.Store.New("subscription_item");
        made["subscription"] = subscription.Text("id");
        SetPrice(made, price);
        if (!Prices.IsMetered(price))
            made["quantity"] = form.Number("quantity") ?? 1;
        made.TakeMetadata(form);
        return made;
    }

    private void Apply(JsonObject subscription, List<JsonObject> items, JsonObject form, long at)
    {
        if (form.Text("id") is not { } id)
        {
            var made = NewItem(subscription, form);
            if (items.Exists(item => item.At("price.id") == made.At("price.id")))
                throw StripeError.Invalid("Cannot add multiple subscription items with the same price.", "items[0][price]");
            SetPeriod(made, at, Periods.Next(subscription.Number("billing_cycle_anchor")!.Value, at, made["price"]!.AsObject()));
            items.Add(made);
            return;
        }
        var item = items.Find(one => one.Text("id") == id) ?? throw StripeError.Missing($"No such subscription item: '{id}'", "items[0][id]");
        if (form.Flag("deleted"))
            items.Remove(item);
        if (form.Text("price") is not null || form["price_data"] is not null)
            SetPrice(item, account.Prices.Of(form, "items[0][price]"));
        if (Prices.IsMetered(item["price"]!.AsObject()))
            item.Remove("quantity");
        else
            item["quantity"] = form.Number("quantity") ?? item.Number("quantity") ?? 1;
        item.TakeMetadata(form);
    }

    private void Prorate(List<JsonObject> prorations, JsonObject subscription, JsonObject? item, long at, int sign, string time, decimal percentOff)
    {
        if (item is null || Prices.IsMetered(item["price"]!.AsObject()))
            return;
        var (price, quantity) = (item["price"]!.AsObject(), item.Number("quantity") ?? 0);
        var end = item.Number("current_period_end")!.Value;
        var full = account.Prices.Amount(price, quantity) * (100 - percentOff) / 100;
        var whole = end - Periods.Previous(subscription.Number("billing_cycle_anchor")!.Value, end, price); // an item that was added later starts after it
        var amount = sign * Prices.Rounded(full * Math.Max(0, end - at) / whole);
        var made = account.InvoiceItems.New(account.Store.Find(subscription.Text("customer"))!, price, quantity, amount, (at, end));
        made["proration"] = true;
        made["discountable"] = false;
        made["description"] = $"{time} time on {quantity} × {_lines.ProductName(price)}";
        made["parent"] = new JsonObject
        {
            ["subscription_details"] = new JsonObject { ["subscription"] = subscription.Text("id"), ["subscription_item"] = item.Text("id") },
            ["type"] = "subscription_details",
        };
        prorations.Add(made);
    }

    private static void SetPrice(JsonObject item, JsonObject price)
    {
        item["price"] = price.Copy();
        item["plan"] = new JsonObject { ["id"] = price.Text("id"), ["object"] = "plan" };
    }

    private static bool IsSameInterval(JsonObject old, JsonObject item) =>
        old.At("price.recurring.interval") == item.At("price.recurring.interval")
        && old.At("price.recurring.interval_count") == item.At("price.recurring.interval_count");

    private static bool IsSame(JsonObject? old, JsonObject? item) =>
        old is not null && item is not null && old.At("price.id") == item.At("price.id") && old.Number("quantity") == item.Number("quantity");
}
