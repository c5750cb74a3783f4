using System.Text.Json.Nodes;
using FakeStripe.Catalogue;
using FakeStripe.State;

namespace FakeStripe.Billing;

/// <summary>Amounts of an invoice from its lines, discounts and the customer's balance. There are no taxes.</summary>
internal static class InvoiceTotals
{
    public static void Apply(JsonObject invoice, IReadOnlyList<(JsonObject Discount, JsonObject Coupon)> discounts, long customerBalance)
    {
        var lines = invoice.Objects("lines");
        foreach (var line in lines)
            line["discount_amounts"] = new JsonArray();
        var subtotal = lines.Sum(line => line.Number("amount")!.Value);
        var off = new JsonArray();
        foreach (var (discount, coupon) in discounts)
            off.Add(Amount(Discount(lines, discount.Text("id")!, coupon), discount.Text("id")!));
        var total = subtotal - off.OfType<JsonObject>().Sum(amount => amount.Number("amount")!.Value);
        var due = Math.Max(0, total + customerBalance);
        foreach (var (name, amount) in new[] { ("subtotal", subtotal), ("subtotal_excluding_tax", subtotal), ("total", total), ("total_excluding_tax", total) })
            invoice[name] = amount;
        invoice["total_discount_amounts"] = off;
        invoice["total_taxes"] = new JsonArray();
        invoice["total_pretax_credit_amounts"] = new JsonArray();
        invoice["starting_balance"] = customerBalance;
        invoice["amount_due"] = due;
        invoice["amount_remaining"] = due - (invoice.Number("amount_paid") ?? 0);
    }

    /// <summary>Spreads a discount over the lines in proportion to what is left of them; the last line gets the rounding.</summary>
    /// <returns>Minor units taken off.</returns>
    private static long Discount(IReadOnlyList<JsonObject> lines, string discountId, JsonObject coupon)
    {
        var open = lines.Where(line => line.Flag("discountable") && Left(line) > 0).Select(line => (Line: line, Left: Left(line))).ToList();
        var sum = open.Sum(line => line.Left);
        var (total, left) = (Coupons.AmountOff(coupon, sum), Coupons.AmountOff(coupon, sum));
        for (var at = 0; at < open.Count; at++)
        {
            var share = at == open.Count - 1 ? left : Prices.Rounded((decimal)total * open[at].Left / sum);
            open[at].Line["discount_amounts"]!.AsArray().Add(Amount(share, discountId));
            left -= share;
        }
        return total;
    }

    private static long Left(JsonObject line) => line.Number("amount")!.Value - line.Objects("discount_amounts").Sum(taken => taken.Number("amount")!.Value);

    private static JsonObject Amount(long amount, string discountId) => new() { ["amount"] = amount, ["discount"] = discountId };
}
