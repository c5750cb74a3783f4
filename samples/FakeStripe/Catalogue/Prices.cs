using System.Globalization;
using System.Text.Json.Nodes;
using FakeStripe.Http;
using FakeStripe.State;

namespace FakeStripe.Catalogue;

internal sealed class Prices(StripeAccount account)
{
    // A price shows its tiers only when they are expanded.
    private readonly Dictionary<string, IReadOnlyList<JsonObject>> _tiers = [];

    /// <summary>Tiers by the id of their price.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<JsonObject>> AllTiers => _tiers;

    public void Load(IReadOnlyDictionary<string, IReadOnlyList<JsonObject>> saved)
    {
        foreach (var (id, tiers) in saved)
            _tiers[id] = tiers;
    }

    public void Map(Routes routes)
    {
        routes.Get("/v1/prices", List);
        routes.Get("/v1/prices/{id}", call => account.Store.Get("price", call.Id));
        routes.Post("/v1/prices", call => Create(call.Form));
        routes.Post("/v1/prices/{id}", Update);
    }

    /// <param name="form">Parameters of POST /v1/prices, or the price_data of another request.</param>
    public JsonObject Create(JsonObject form)
    {
        var product = form["product_data"] is JsonObject data ? account.Products.Create(data) : account.Store.Get("product", form.Text("product"), "product");
        var made = account.Store.New("price");
        made["product"] = product.Text("id");
        made["currency"] = form.Text("currency") ?? throw StripeError.Invalid("Missing required param: currency.", "currency", "parameter_missing");
        made["billing_scheme"] = form.Text("billing_scheme") ?? "per_unit";
        made["recurring"] = Recurring(form);
        made["type"] = made["recurring"] is null ? "one_time" : "recurring";
        made.TakeTexts(form, "tiers_mode");
        if (form.ContainsKey("tiers"))
            _tiers[made.Text("id")!] = [.. form.Objects("tiers").Select(Tier)];
        else
            TakeAmount(made, form);
        if (form["transform_quantity"] is JsonObject packages)
            made["transform_quantity"] = new JsonObject { ["divide_by"] = packages.Number("divide_by"), ["round"] = packages.Text("round") };
        Take(made, form);
        account.Store.Add(made);
        account.Events.Emit("price.created", made);
        return made;
    }

    /// <returns>The price that form parameters name by <c>price</c> or describe by <c>price_data</c>.</returns>
    public JsonObject Of(JsonObject form, string param) =>
        form["price_data"] is JsonObject data ? Create(data) : account.Store.Get("price", form.Text("price") ?? form.Text("plan"), param);

    /// <returns>Minor units for a quantity; tiers are applied, packages are rounded as the price says.</returns>
    public long Amount(JsonObject price, long quantity)
    {
        if (price["transform_quantity"] is JsonObject packages)
        {
            var exact = quantity / (decimal)packages.Number("divide_by")!;
            quantity = (long)(packages.Text("round") == "up" ? Math.Ceiling(exact) : Math.Floor(exact));
        }
        if (price.Text("billing_scheme") != "tiered")
            return Rounded(quantity * (price.Decimal("unit_amount_decimal") ?? price.Number("unit_amount") ?? 0));
        var (total, below) = (0m, 0L);
        foreach (var tier in Tiers(price.Text("id")!))
        {
            var upTo = tier.Number("up_to") ?? long.MaxValue;
            var isVolume = price.Text("tiers_mode") == "volume";
            var counted = isVolume ? (quantity <= upTo ? quantity : 0) : Math.Min(quantity, upTo) - below;
            if (counted > 0 || (quantity == 0 && below == 0))
                total += (counted * (tier.Decimal("unit_amount_decimal") ?? 0)) + (tier.Decimal("flat_amount_decimal") ?? 0);
            below = upTo;
            if (quantity <= upTo)
                break;
        }
        return Rounded(total);
    }

    public IReadOnlyList<JsonObject> Tiers(string priceId) => _tiers.GetValueOrDefault(priceId, []);

    public static bool IsMetered(JsonObject price) => price.At("recurring.usage_type") == "metered";

    public static long Rounded(decimal amount) => (long)Math.Round(amount, MidpointRounding.AwayFromZero);

    private JsonObject Update(ApiCall call)
    {
        var price = account.Store.Get("price", call.Id);
        return account.Change(price, "price.updated", () => Take(price, call.Form));
    }

    private JsonObject List(ApiCall call)
    {
        var keys = call.Form.Texts("lookup_keys");
        var recurring = call.Form.Object("recurring");
        return ListPage.Of(call, account.Store.All("price"), IsIn, "active", "product", "currency", "type");

        bool IsIn(JsonObject price) =>
            (keys.Count == 0 || keys.Contains(price.Text("lookup_key")))
            && recurring.All(field => price.At("recurring." + field.Key) == field.Value?.ToString());
    }

    private static void Take(JsonObject price, JsonObject form)
    {
        price.TakeTexts(form, "nickname", "lookup_key", "tax_behavior");
        price.TakeFlags(form, "active");
        price.TakeMetadata(form);
    }

    private static void TakeAmount(JsonObject price, JsonObject form)
    {
        var exact = form.Decimal("unit_amount_decimal") ?? form.Number("unit_amount");
        if (exact is null && form["custom_unit_amount"] is null)
            throw StripeError.Invalid("One of unit_amount, unit_amount_decimal, custom_unit_amount and tiers is required.", "unit_amount", "parameter_missing");
        price["unit_amount"] = exact is { } amount && amount == decimal.Truncate(amount) ? (long)amount : null;
        price["unit_amount_decimal"] = Text(exact);
    }

    private static JsonObject? Recurring(JsonObject form) =>
        form["recurring"] is not JsonObject recurring
            ? null
            : new()
            {
                ["interval"] = recurring.Text("interval") ?? throw StripeError.Invalid("Missing required param: recurring[interval].", "recurring[interval]"),
                ["interval_count"] = recurring.Number("interval_count") ?? 1,
                ["meter"] = recurring.Text("meter"),
                ["trial_period_days"] = recurring.Number("trial_period_days"),
                ["usage_type"] = recurring.Text("usage_type") ?? "licensed",
            };

    private static JsonObject Tier(JsonObject form)
    {
        var (flat, unit) = (
            form.Decimal("flat_amount_decimal") ?? form.Decimal("flat_amount"),
            form.Decimal("unit_amount_decimal") ?? form.Decimal("unit_amount")
        );
        return new()
        {
            ["flat_amount"] = form.Number("flat_amount"),
            ["flat_amount_decimal"] = Text(flat),
            ["unit_amount"] = form.Number("unit_amount"),
            ["unit_amount_decimal"] = Text(unit),
            ["up_to"] = form.Text("up_to") == "inf" ? null : form.Number("up_to"),
        };
    }

    private static string? Text(decimal? amount) => amount?.ToString("0.############", CultureInfo.InvariantCulture);
}
