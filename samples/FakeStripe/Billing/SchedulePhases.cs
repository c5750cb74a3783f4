using System.Text.Json.Nodes;
using FakeStripe.State;

namespace FakeStripe.Billing;

/// <summary>Reads phases of a schedule and gives each its start and end.</summary>
internal sealed class SchedulePhases(StripeAccount account)
{
    public IReadOnlyList<JsonObject> Of(IReadOnlyList<JsonObject> forms, long start)
    {
        if (forms.Count == 0)
            throw StripeError.Invalid("Missing required param: phases.", "phases", "parameter_missing");
        var phases = new List<JsonObject>();
        foreach (var form in forms)
        {
            var phase = Phase(form, form.Text("start_date") is { } given && given != "now" ? form.Number("start_date")!.Value : start);
            phases.Add(phase);
            start = phase.Number("end_date")!.Value;
        }
        return phases;
    }

    /// <returns>The current period of a subscription as a phase.</returns>
    public static JsonObject Current(JsonObject subscription)
    {
        var items = subscription.Objects("items");
        var phase = New(subscription.Text("currency")!, items.Select(item => Item(item.At("price.id")!, item.Number("quantity"))));
        phase["start_date"] = items.Min(item => item.Number("current_period_start"));
        phase["end_date"] = items.Max(item => item.Number("current_period_end"));
        return phase;
    }

    /// <returns>Parameters <c>items</c> of a subscription.</returns>
    public static JsonArray Items(JsonObject phase) =>
        Json.Array(phase.Objects("items").Select(item => new JsonObject { ["price"] = item.Text("price"), ["quantity"] = item.Text("quantity") }));

    private JsonObject Phase(JsonObject form, long start)
    {
        var prices = form.Objects("items").Select(item => (Form: item, Price: account.Prices.Of(item, "phases[0][items][0][price]"))).ToList();
        var first = prices[0].Price;
        var phase = New(first.Text("currency")!, prices.Select(item => Item(item.Price.Text("id")!, item.Form.Number("quantity") ?? 1)));
        phase["start_date"] = start;
        phase["proration_behavior"] = form.Text("proration_behavior") ?? "create_prorations";
        phase.TakeMetadata(form);
        phase["end_date"] = form.Number("end_date") ?? End(form, first, start);
        return phase;
    }

    /// <summary>The end is a duration, or a number of billing periods.</summary>
    private static long End(JsonObject form, JsonObject price, long start)
    {
        if (form["duration"] is JsonObject duration)
            return Periods.Add(start, duration.Text("interval"), (int)(duration.Number("interval_count") ?? 1));
        var count = (form.Number("iterations") ?? 1) * (price.Object("recurring").Number("interval_count") ?? 1);
        return Periods.Add(start, price.At("recurring.interval"), (int)count);
    }

    private static JsonObject New(string currency, IEnumerable<JsonObject> items)
    {
        var phase = new JsonObject { ["add_invoice_items"] = new JsonArray(), ["discounts"] = new JsonArray() };
        foreach (
            var name in new[]
            {
                "application_fee_percent",
                "billing_cycle_anchor",
                "billing_thresholds",
                "collection_method",
                "default_payment_method",
                "description",
                "invoice_settings",
                "on_behalf_of",
                "transfer_data",
                "trial_end",
            }
        )
            phase[name] = null;
        phase["currency"] = currency;
        phase["items"] = Json.Array(items);
        phase["metadata"] = new JsonObject();
        phase["proration_behavior"] = "create_prorations";
        return phase;
    }

    private static JsonObject Item(string price, long? quantity) =>
        new()
        {
            ["billing_thresholds"] = null,
            ["discounts"] = new JsonArray(),
            ["metadata"] = new JsonObject(),
            ["plan"] = price,
            ["price"] = price,
            ["quantity"] = quantity ?? 1,
            ["tax_rates"] = new JsonArray(),
        };
}
