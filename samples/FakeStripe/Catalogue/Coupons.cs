using System.Text.Json.Nodes;
using FakeStripe.Http;
using FakeStripe.State;

namespace FakeStripe.Catalogue;

/// <summary>Coupons and the promotion codes that customers enter for them.</summary>
internal sealed class Coupons(StripeAccount account)
{
    public void Map(Routes routes)
    {
        routes.Get("/v1/coupons", call => ListPage.Of(call, account.Store.All("coupon")));
        routes.Get("/v1/coupons/{id}", call => account.Store.Get("coupon", call.Id));
        routes.Post("/v1/coupons", Create);
        routes.Delete("/v1/coupons/{id}", Delete);
        routes.Get(
            "/v1/promotion_codes",
            call => ListPage.Of(call, account.Store.All("promotion_code"), "active", "code", "customer", "coupon:promotion.coupon")
        );
        routes.Post("/v1/promotion_codes", CreateCode);
    }

    /// <returns>Minor units that a coupon takes off an amount, at most the amount.</returns>
    public static long AmountOff(JsonObject coupon, long amount) =>
        Math.Min(amount, coupon.Decimal("percent_off") is { } percent ? Prices.Rounded(amount * percent / 100) : coupon.Number("amount_off") ?? 0);

    private JsonObject Create(ApiCall call)
    {
        var form = call.Form;
        if (form.Text("percent_off") is null == form.Text("amount_off") is null)
            throw StripeError.Invalid("Exactly one of percent_off and amount_off is required.", "percent_off");
        var made = account.Store.New("coupon", form.Text("id"));
        made["percent_off"] = form.Decimal("percent_off");
        made["duration"] = form.Text("duration") ?? "once";
        made.TakeTexts(form, "currency", "name");
        made.TakeNumbers(form, "amount_off", "duration_in_months", "max_redemptions", "redeem_by");
        made.TakeMetadata(form);
        account.Store.Add(made);
        account.Events.Emit("coupon.created", made);
        return made;
    }

    /// <summary>Discounts that were given before keep their coupon.</summary>
    private JsonObject Delete(ApiCall call)
    {
        var coupon = account.Store.Get("coupon", call.Id);
        account.Discounts.Keep(coupon);
        account.Events.Emit("coupon.deleted", coupon);
        return Store.Delete(coupon);
    }

    private JsonObject CreateCode(ApiCall call)
    {
        var made = account.Store.New("promotion_code");
        var coupon = account.Store.Get("coupon", call.Form.At("promotion.coupon"), "promotion[coupon]");
        made["promotion"] = new JsonObject { ["coupon"] = coupon.Text("id"), ["type"] = "coupon" };
        made["code"] = call.Form.Text("code") ?? made.Text("id")![^8..].ToUpperInvariant();
        made.TakeTexts(call.Form, "customer");
        made.TakeFlags(call.Form, "active");
        made.TakeNumbers(call.Form, "expires_at", "max_redemptions");
        made.TakeMetadata(call.Form);
        account.Store.Add(made);
        account.Events.Emit("promotion_code.created", made);
        return made;
    }
}
