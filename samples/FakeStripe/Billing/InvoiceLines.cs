using System.Globalization;
using System.Text.Json.Nodes;
using FakeStripe.State;

namespace FakeStripe.Billing;

/// <summary>Lines of invoices, from subscription items and from invoice items.</summary>
internal sealed class InvoiceLines(StripeAccount account)
{
    /// <summary>A whole period of a subscription item. Metered items have no quantity, so they are billed as 0.</summary>
    public JsonObject OfItem(JsonObject subscription, JsonObject item, long start, long end)
    {
        var price = item["price"]!.AsObject();
        var quantity = item.Number("quantity") ?? 0;
        var line = New(account.Prices.Amount(price, quantity), price.Text("currency")!, start, end);
        line["description"] = $"{quantity} × {ProductName(price)}";
        line["subscription"] = subscription.Text("id");
        line["metadata"] = subscription["metadata"]?.DeepClone();
        TakePrice(line, price, quantity);
        line["parent"] = new JsonObject
        {
            ["invoice_item_details"] = null,
            ["subscription_item_details"] = new JsonObject
            {
                ["invoice_item"] = null,
                ["proration"] = false,
                ["proration_details"] = null,
                ["subscription"] = subscription.Text("id"),
                ["subscription_item"] = item.Text("id"),
            },
            ["type"] = "subscription_item_details",
        };
        return line;
    }

    public JsonObject OfInvoiceItem(JsonObject invoiceItem)
    {
        var period = invoiceItem["period"]!.AsObject();
        var line = New(invoiceItem.Number("amount")!.Value, invoiceItem.Text("currency")!, period.Number("start")!.Value, period.Number("end")!.Value);
        var subscription = invoiceItem.At("parent.subscription_details.subscription");
        foreach (var field in new[] { "description", "discountable", "metadata", "pricing", "quantity", "quantity_decimal" })
            line[field] = invoiceItem[field]?.DeepClone();
        line["metadata"] ??= new JsonObject();
        line["subscription"] = subscription;
        line["parent"] = new JsonObject
        {
            ["invoice_item_details"] = new JsonObject
            {
                ["invoice_item"] = invoiceItem.Text("id"),
                ["proration"] = invoiceItem.Flag("proration"),
                ["proration_details"] = new JsonObject { ["credited_items"] = null },
                ["subscription"] = subscription,
            },
            ["subscription_item_details"] = null,
            ["type"] = "invoice_item_details",
        };
        return line;
    }

    public static void TakePrice(JsonObject line, JsonObject price, long quantity)
    {
        line["quantity"] = quantity;
        line["quantity_decimal"] = quantity.ToString(CultureInfo.InvariantCulture);
        line["pricing"] = new JsonObject
        {
            ["price_details"] = new JsonObject { ["price"] = price.Text("id"), ["product"] = price.Text("product") },
            ["type"] = "price_details",
            ["unit_amount_decimal"] = price.Text("unit_amount_decimal"),
        };
    }

    public string ProductName(JsonObject price) => account.Store.Find(price.Text("product"))?.Text("name") ?? "item";

    private JsonObject New(long amount, string currency, long start, long end)
    {
        var line = account.Store.New("line_item");
        line["amount"] = amount;
        line["subtotal"] = amount;
        line["currency"] = currency;
        line["period"] = new JsonObject { ["start"] = start, ["end"] = end };
        line["discount_amounts"] = new JsonArray();
        line["pretax_credit_amounts"] = new JsonArray();
        line["taxes"] = new JsonArray();
        return line;
    }
}
