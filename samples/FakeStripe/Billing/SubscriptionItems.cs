using System.Text.Json.Nodes;
using FakeStripe.Http;
using FakeStripe.State;

namespace FakeStripe.Billing;

/// <summary>Endpoints of single items; each change is a change of the subscription.</summary>
internal sealed class SubscriptionItems(StripeAccount account)
{
    private readonly SubscriptionUpdate _update = new(account);

    public void Map(Routes routes)
    {
        routes.Get("/v1/subscription_items", call => ListPage.Of(call, Subscription(call.Form.Text("subscription")).Objects("items")));
        routes.Get("/v1/subscription_items/{id}", call => Owner(call.Id).Item);
        routes.Post("/v1/subscription_items", call => Apply(Subscription(call.Form.Text("subscription")), call.Form, null));
        routes.Post("/v1/subscription_items/{id}", call => Apply(Owner(call.Id).Subscription, call.Form, call.Id));
        routes.Delete("/v1/subscription_items/{id}", Delete);
    }

    private JsonObject Apply(JsonObject subscription, JsonObject form, string? itemId)
    {
        var item = form.Copy();
        item.Remove("subscription");
        item["id"] = itemId;
        Update(subscription, form, item);
        var items = subscription.Objects("items");
        return items.FirstOrDefault(one => one.Text("id") == itemId) ?? items[^1];
    }

    private JsonObject Delete(ApiCall call)
    {
        Update(Owner(call.Id).Subscription, call.Form, new() { ["id"] = call.Id, ["deleted"] = "true" });
        return new()
        {
            ["id"] = call.Id,
            ["object"] = "subscription_item",
            ["deleted"] = true,
        };
    }

    private void Update(JsonObject subscription, JsonObject form, JsonObject item)
    {
        var update = new JsonObject { ["items"] = new JsonArray(item) };
        foreach (var name in new[] { "proration_behavior", "proration_date", "payment_behavior" })
            if (form.Text(name) is { } value)
                update[name] = value;
        _update.Apply(subscription, update);
    }

    private JsonObject Subscription(string? id)
    {
        var subscription = account.Store.Get("subscription", id, "subscription");
        account.UseClockOf(subscription);
        return subscription;
    }

    private (JsonObject Subscription, JsonObject Item) Owner(string itemId)
    {
        foreach (var subscription in account.Store.All("subscription"))
            if (subscription.Objects("items").FirstOrDefault(item => item.Text("id") == itemId) is { } item)
            {
                account.UseClockOf(subscription);
                return (subscription, item);
            }
        throw StripeError.Missing($"No such subscription item: '{itemId}'", "item");
    }
}
