using System.Text.Json.Nodes;
using FakeStripe.Http;
using FakeStripe.State;

namespace FakeStripe.Billing;

/// <summary>Invoices as drafts, and their endpoints. What happens from finalization on is in InvoiceCollection.</summary>
internal sealed class Invoices(StripeAccount account)
{
    private readonly InvoiceLines _lines = new(account);

    public void Map(Routes routes)
    {
        routes.Get("/v1/invoices", List);
        routes.Get("/v1/invoices/search", call => SearchQuery.Page(call, account.Store.All("invoice")));
        routes.Get("/v1/invoices/{id}", Of);
        routes.Get("/v1/invoices/{id}/lines", call => ListPage.Of(call, Of(call).Objects("lines")));
        routes.Post("/v1/invoices", Create);
        routes.Post("/v1/invoices/{id}", Update);
        routes.Delete("/v1/invoices/{id}", Delete);
        routes.Post("/v1/invoices/{id}/finalize", call => account.Collection.Finalize(Of(call)));
        routes.Post("/v1/invoices/{id}/pay", call => account.Collection.Pay(Of(call), call.Form));
        routes.Post("/v1/invoices/{id}/send", call => account.Collection.Send(Of(call)));
        routes.Post("/v1/invoices/{id}/void", call => account.Collection.Void(Of(call)));
        routes.Post("/v1/invoices/{id}/mark_uncollectible", call => account.Collection.MarkUncollectible(Of(call)));
        routes.Get("/v1/invoice_payments", Payments);
        routes.Get("/v1/invoice_payments/{id}", call => account.Store.Get("invoice_payment", call.Id));
    }

    /// <returns>A draft that is not stored: the preview of an invoice, or its start.</returns>
    public JsonObject New(JsonObject customer, JsonObject? subscription, string reason, IEnumerable<JsonObject> lines)
    {
        var made = account.Store.New("invoice");
        var id = made.Text("id")!;
        made["account_country"] = account.Options.Country;
        made["account_name"] = account.Options.AccountName;
        made["billing_reason"] = reason;
        made["collection_method"] = subscription?.Text("collection_method") ?? "charge_automatically";
        made["currency"] = subscription?.Text("currency") ?? account.Options.Currency;
        foreach (var name in new[] { "address", "email", "name", "phone", "shipping", "tax_exempt" })
            made["customer_" + name] = customer[name]?.DeepClone();
        made["customer"] = customer.Text("id");
        made["customer_tax_ids"] = new JsonArray();
        made["test_clock"] = customer.Text("test_clock");
        made["period_start"] = account.Now;
        made["period_end"] = account.Now;
        if (subscription is not null)
            made["parent"] = new JsonObject
            {
                ["quote_details"] = null,
                ["subscription_details"] = new JsonObject { ["metadata"] = subscription["metadata"]?.DeepClone(), ["subscription"] = subscription.Text("id") },
                ["type"] = "subscription_details",
            };
        made["discounts"] = Json.Array(account.Discounts.Current(customer, subscription).Select(discount => (JsonNode?)discount));
        made["lines"] = Json.List($"/v1/invoices/{id}/lines", lines);
        foreach (var line in made.Objects("lines"))
            line["invoice"] = id;
        Total(made, customer.Number("balance")!.Value);
        return made;
    }

    /// <summary>Stores a draft that takes up the pending items of its subscription, or those of no subscription.</summary>
    public JsonObject Draft(JsonObject customer, JsonObject? subscription, string reason, IEnumerable<JsonObject> lines, bool isWithPending = true)
    {
        var pending = isWithPending ? account.InvoiceItems.Pending(customer.Text("id")!, subscription?.Text("id")) : [];
        var made = New(customer, subscription, reason, [.. lines, .. pending.Select(_lines.OfInvoiceItem)]);
        foreach (var item in pending)
            item["invoice"] = made.Text("id");
        if (pending.Count > 0 && subscription is null)
            made["currency"] = pending[0].Text("currency");
        account.Store.Add(made);
        if (subscription is not null)
            subscription["latest_invoice"] = made.Text("id");
        account.Discounts.Redeemed(subscription);
        account.Events.Emit("invoice.created", made);
        return made;
    }

    public void AddTo(JsonObject invoice, JsonObject item)
    {
        RequireDraft(invoice);
        var line = _lines.OfInvoiceItem(item);
        line["invoice"] = invoice.Text("id");
        item["invoice"] = invoice.Text("id");
        invoice["lines"]!["data"]!.AsArray().Add(line);
        Changed(invoice);
    }

    public void RemoveFrom(JsonObject invoice, string itemId)
    {
        var lines = invoice["lines"]!["data"]!.AsArray();
        lines.Remove(invoice.Objects("lines").First(line => line.At("parent.invoice_item_details.invoice_item") == itemId));
        Changed(invoice);
    }

    /// <summary>Renews the amounts of a draft.</summary>
    public void Total(JsonObject invoice, long customerBalance) =>
        InvoiceTotals.Apply(invoice, account.Discounts.Of(invoice.Texts("discounts")), customerBalance);

    public JsonObject? SubscriptionOf(JsonObject invoice) => account.Store.Find(invoice.At("parent.subscription_details.subscription"));

    private void Changed(JsonObject invoice) =>
        account.Change(invoice, "invoice.updated", () => Total(invoice, account.Customers.Get(invoice.Text("customer")).Number("balance")!.Value));

    private JsonObject Of(ApiCall call)
    {
        var invoice = account.Store.Get("invoice", call.Id);
        account.UseClockOf(invoice);
        return invoice;
    }

    private JsonObject Create(ApiCall call)
    {
        var form = call.Form;
        var customer = account.Customers.Get(form.Text("customer"));
        var subscription = form.Text("subscription") is { } id ? account.Store.Get("subscription", id, "subscription") : null;
        var isWithPending = subscription is not null || form.Text("pending_invoice_items_behavior") == "include";
        var made = Draft(customer, subscription, subscription is null ? "manual" : "subscription_update", [], isWithPending);
        made.TakeTexts(form, "currency");
        Take(made, form);
        made["auto_advance"] = form.Flag("auto_advance");
        return made;
    }

    private JsonObject Update(ApiCall call)
    {
        var invoice = Of(call);
        if (call.Form.Any(field => field.Key is not ("metadata" or "auto_advance" or "expand" or "default_payment_method")))
            RequireDraft(invoice);
        return account.Change(invoice, "invoice.updated", () => Take(invoice, call.Form));
    }

    private void Take(JsonObject invoice, JsonObject form)
    {
        invoice.TakeTexts(form, "collection_method", "description", "footer", "statement_descriptor", "default_payment_method", "number");
        invoice.TakeNumbers(form, "due_date", "automatically_finalizes_at");
        invoice.TakeFlags(form, "auto_advance");
        invoice.TakeMetadata(form);
        if (form.Number("days_until_due") is { } days)
            invoice["due_date"] = account.Now + (days * Periods.Day);
        account.Discounts.Take(invoice, form);
        if (invoice.Text("status") == "draft")
            Total(invoice, account.Store.Find(invoice.Text("customer"))!.Number("balance")!.Value);
    }

    private JsonObject Delete(ApiCall call)
    {
        var invoice = Of(call);
        RequireDraft(invoice);
        foreach (var item in account.Store.All("invoiceitem").Where(item => item.Text("invoice") == call.Id))
            item["invoice"] = null;
        account.Events.Emit("invoice.deleted", invoice);
        return Store.Delete(invoice);
    }

    private static void RequireDraft(JsonObject invoice)
    {
        if (invoice.Text("status") != "draft")
            throw StripeError.Invalid("This invoice is no longer editable: it was finalized.", "invoice", "invoice_not_editable");
    }

    private JsonObject List(ApiCall call) =>
        ListPage.Of(
            call,
            account.Store.All("invoice"),
            invoice => ListPage.IsInRange(call.Form, invoice, "due_date"),
            "customer",
            "status",
            "collection_method",
            "subscription:parent.subscription_details.subscription"
        );

    private JsonObject Payments(ApiCall call)
    {
        var wanted = call.Form.Object("payment").Text("payment_intent");
        return ListPage.Of(
            call,
            account.Store.All("invoice_payment"),
            payment => wanted is null || payment.At("payment.payment_intent") == wanted,
            "invoice",
            "status"
        );
    }
}
