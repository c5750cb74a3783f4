using System.Globalization;
using System.Text.Json.Nodes;
using FakeStripe.Http;
using FakeStripe.State;

namespace FakeStripe.Billing;

/// <summary>Amounts that wait for the next invoice: one-off items and prorations.</summary>
internal sealed class InvoiceItems(StripeAccount account)
{
    public void Map(Routes routes)
    {
        routes.Get("/v1/invoiceitems", List);
        routes.Get("/v1/invoiceitems/{id}", call => account.Store.Get("invoiceitem", call.Id));
        routes.Post("/v1/invoiceitems", Create);
        routes.Delete("/v1/invoiceitems/{id}", Delete);
    }

    /// <returns>Items without an invoice, oldest first.</returns>
    /// <param name="subscriptionId">Includes only the items of this subscription; null only those of none.</param>
    public IReadOnlyList<JsonObject> Pending(string customerId, string? subscriptionId) =>
        [
            .. account
                .Store.All("invoiceitem")
                .Where(item => item.Text("invoice") is null && item.Text("customer") == customerId)
                .Where(item => item.At("parent.subscription_details.subscription") is var owner && (owner == subscriptionId || owner is null))
                .Reverse(),
        ];

    /// <returns>An item that is not stored yet.</returns>
    public JsonObject New(JsonObject customer, JsonObject price, long quantity, long amount, (long Start, long End) period)
    {
        var made = account.Store.New("invoiceitem");
        made["customer"] = customer.Text("id");
        made["test_clock"] = customer.Text("test_clock");
        made["date"] = account.Now;
        made["currency"] = price.Text("currency");
        made["amount"] = amount;
        made["quantity"] = quantity;
        made["quantity_decimal"] = quantity.ToString(CultureInfo.InvariantCulture);
        made["period"] = new JsonObject { ["start"] = period.Start, ["end"] = period.End };
        made["discounts"] = new JsonArray();
        if (price.ContainsKey("id"))
            InvoiceLines.TakePrice(made, price, quantity);
        return made;
    }

    public void Add(JsonObject item)
    {
        account.Store.Add(item);
        account.Events.Emit("invoiceitem.created", item);
    }

    private JsonObject Create(ApiCall call)
    {
        var form = call.Form;
        var customer = account.Customers.Get(form.Text("customer"));
        var quantity = form.Number("quantity") ?? 1;
        var price =
            form["price_data"] is not null || form.At("pricing.price") is not null
                ? Price(form)
                : new JsonObject { ["currency"] = form.Text("currency") ?? account.Options.Currency };
        var amount = form.Number("amount") ?? (price.ContainsKey("id") ? account.Prices.Amount(price, quantity) : 0);
        var made = New(customer, price, quantity, amount, (account.Now, account.Now));
        if (form.Text("subscription") is { } subscription)
            made["parent"] = new JsonObject
            {
                ["subscription_details"] = new JsonObject { ["subscription"] = account.Store.Get("subscription", subscription, "subscription").Text("id") },
                ["type"] = "subscription_details",
            };
        made.TakeTexts(form, "description");
        made.TakeFlags(form, "discountable");
        made.TakeMetadata(form);
        Add(made);
        if (form.Text("invoice") is { } invoice)
            account.Invoices.AddTo(account.Store.Get("invoice", invoice, "invoice"), made);
        return made;
    }

    private JsonObject Price(JsonObject form) =>
        form.At("pricing.price") is { } id ? account.Store.Get("price", id, "pricing[price]") : account.Prices.Of(form, "price_data");

    private JsonObject Delete(ApiCall call)
    {
        var item = account.Store.Get("invoiceitem", call.Id);
        if (account.Store.Find(item.Text("invoice")) is { } invoice)
        {
            if (invoice.Text("status") != "draft")
                throw StripeError.Invalid("This invoice item is attached to a finalized invoice and can no longer be deleted.", "invoiceitem");
            account.Invoices.RemoveFrom(invoice, call.Id);
        }
        account.Events.Emit("invoiceitem.deleted", item);
        return Store.Delete(item);
    }

    private JsonObject List(ApiCall call) =>
        ListPage.Of(
            call,
            account.Store.All("invoiceitem"),
            item => !call.Form.ContainsKey("pending") || item.Text("invoice") is null == call.Form.Flag("pending"),
            "customer",
            "invoice"
        );
}
