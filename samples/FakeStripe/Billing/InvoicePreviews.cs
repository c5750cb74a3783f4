using System.Text.Json.Nodes;
using FakeStripe.Http;
using FakeStripe.State;

namespace FakeStripe.Billing;

/// <summary>POST /v1/invoices/create_preview: the invoice that a change or the next period will bring, from the same computation.</summary>
internal sealed class InvoicePreviews(StripeAccount account)
{
    private readonly ItemChanges _changes = new(account);
    private readonly SubscriptionUpdate _update = new(account);
    private readonly InvoiceLines _lines = new(account);

    public void Map(Routes routes) => routes.Post("/v1/invoices/create_preview", Create);

    private JsonObject Create(ApiCall call)
    {
        var form = call.Form;
        var schedule = form.Text("schedule") is { } id ? account.Store.Get("subscription_schedule", id, "schedule") : null;
        var running = form.Text("subscription") ?? schedule?.Text("subscription");
        var subscription = running is null ? null : account.Store.Get("subscription", running, "subscription").Copy();
        var customer = account.Customers.Get(form.Text("customer") ?? subscription?.Text("customer"));
        var details = form.Object("subscription_details");
        var lines =
            subscription is not null ? Of(customer, subscription, details)
            : details.ContainsKey("items") ? OfNew(customer, details)
            : Pending(customer, null);
        foreach (var item in form.Objects("invoice_items"))
            lines = [.. lines, OneOff(customer, item)];
        if (lines.Count == 0)
            throw new StripeError(404, "invalid_request_error", "No upcoming invoices for customer: " + customer.Text("id")) { Code = "invoice_upcoming_none" };
        var preview = account.Invoices.New(customer, subscription, "upcoming", lines);
        preview["id"] = "upcoming_" + preview.Text("id");
        foreach (var line in preview.Objects("lines"))
            line["invoice"] = preview.Text("id");
        account.Discounts.Preview(preview, form);
        return preview;
    }

    private IReadOnlyList<JsonObject> Of(JsonObject customer, JsonObject subscription, JsonObject details)
    {
        if (details.Flag("cancel_now"))
            return
            [
                .. Pending(customer, subscription),
                .. _changes.Compute(subscription, [], account.Now, isProrated: true, isReset: true).Prorations.Select(_lines.OfInvoiceItem),
            ];
        if (details.Text("trial_end") == "now")
            return
            [
                .. _changes.FullLines(
                    subscription,
                    _changes.Compute(subscription, details.Objects("items"), account.Now, isProrated: false, isReset: true).Items
                ),
                .. Pending(customer, subscription),
            ];
        var change = _update.Compute(subscription, details);
        var items = change?.Items ?? subscription.Objects("items");
        var isCancelled = subscription["cancel_at"] is not null || details.Flag("cancel_at_period_end") || SubscriptionLifecycle.HasEnded(subscription);
        var isOnlyNow = change is not null && details.Text("proration_behavior") == "always_invoice";
        IReadOnlyList<JsonObject> regular =
            change is { IsReset: true } ? _changes.FullLines(subscription, items)
            : isOnlyNow || isCancelled ? []
            : _changes.NextLines(subscription, items);
        return [.. regular, .. Pending(customer, subscription), .. (change?.Prorations ?? []).Select(_lines.OfInvoiceItem)];
    }

    private IReadOnlyList<JsonObject> OfNew(JsonObject customer, JsonObject details)
    {
        var subscription = account.Store.New("subscription");
        subscription["customer"] = customer.Text("id");
        var items = details.Objects("items").Select(item => _changes.NewItem(subscription, item)).ToList();
        foreach (var item in items)
            ItemChanges.SetPeriod(item, account.Now, Periods.Next(account.Now, account.Now, item["price"]!.AsObject()));
        return _changes.FullLines(subscription, items);
    }

    private IReadOnlyList<JsonObject> Pending(JsonObject customer, JsonObject? subscription) =>
        [.. account.InvoiceItems.Pending(customer.Text("id")!, subscription?.Text("id")).Select(_lines.OfInvoiceItem)];

    private JsonObject OneOff(JsonObject customer, JsonObject form)
    {
        var quantity = form.Number("quantity") ?? 1;
        var price =
            form["price"] is not null || form["price_data"] is not null
                ? account.Prices.Of(form, "invoice_items[0][price]")
                : new() { ["currency"] = form.Text("currency") ?? account.Options.Currency };
        var amount = form.Number("amount") ?? account.Prices.Amount(price, quantity);
        var item = account.InvoiceItems.New(customer, price, quantity, amount, (account.Now, account.Now));
        item.TakeTexts(form, "description");
        return _lines.OfInvoiceItem(item);
    }
}
