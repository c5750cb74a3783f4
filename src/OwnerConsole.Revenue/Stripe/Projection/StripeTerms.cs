using System.Text.Json;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Revenue.Stripe.Projection;

/// <summary>Reads the facts that determine the MRR of a subscription.</summary>
internal static class StripeTerms
{
    /// <returns>Prices, whose tiers only the price itself has, and coupons.</returns>
    public static string?[] References(JsonElement subscription) =>
        [
            .. subscription.Objects("items").Select(item => item.Reference("price")),
            .. Discounts(subscription).Concat(subscription.Objects("items").SelectMany(Discounts)).Select(CouponOf),
        ];

    /// <returns>False if a copy is missing that the amounts depend on: the coupon of a discount, or a price with tiers.</returns>
    public static bool AreKnown(MirroredObject subscription, RelatedObjects related)
    {
        var items = subscription.Json.Objects("items");
        return Discounts(subscription.Json)
                .Concat(items.SelectMany(Discounts))
                .All(discount => InlineCoupon(discount) is not null || CouponOf(discount) is not { } coupon || related.Has(subscription, coupon))
            && items.All(item => item.Text("price", "billing_scheme") != "tiered" || related.Has(subscription, item.Reference("price")));
    }

    public static SubscriptionTerms Read(MirroredObject source, RelatedObjects related)
    {
        var (items, tax) = (source.Json.Objects("items"), InclusiveTax(source.Json.Objects("default_tax_rates")));
        return new(
            SubscriptionTerms.Counts(source.Json.Text("status") ?? "incomplete", source.Json.Text("pause_collection", "behavior")),
            [
                .. items.Select(item => new SubscriptionLine(
                    Price(item, related.Find(source, item.Reference("price")), tax),
                    item.Decimal("quantity") ?? 0,
                    Read(Discounts(item), source, related)
                )),
            ],
            Read(Discounts(source.Json), source, related)
        );
    }

    /// <param name="known">The copy of the price, which has its tiers; null if it isn't copied yet.</param>
    private static SubscriptionPrice Price(JsonElement item, JsonElement? known, decimal defaultTax)
    {
        var price = item.Member("price") ?? default;
        var rates = item.Objects("tax_rates");
        return new(
            price.Decimal("unit_amount_decimal") ?? price.Decimal("unit_amount"),
            Unit(price.Text("recurring", "interval")),
            (int)Math.Clamp(price.Whole("recurring", "interval_count") ?? 1, 1, 1_000),
            price.Text("recurring", "usage_type") == "metered",
            price.Text("tiers_mode") switch
            {
                "graduated" => TierMode.Graduated,
                "volume" => TierMode.Volume,
                _ => null,
            },
            [.. (known?.Objects("tiers") ?? []).Select(Tier)],
            rates.Count > 0 ? InclusiveTax(rates) : defaultTax,
            price.Whole("transform_quantity", "divide_by") is > 0 and <= int.MaxValue and var size ? (int)size : null,
            price.Text("transform_quantity", "round") == "up"
        );
    }

    private static PriceTier Tier(JsonElement tier) =>
        new(
            tier.Whole("up_to"),
            tier.Decimal("unit_amount_decimal") ?? tier.Decimal("unit_amount"),
            tier.Decimal("flat_amount_decimal") ?? tier.Decimal("flat_amount")
        );

    private static PeriodUnit Unit(string? interval) =>
        interval switch
        {
            "day" => PeriodUnit.Day,
            "week" => PeriodUnit.Week,
            "year" => PeriodUnit.Year,
            _ => PeriodUnit.Month,
        };

    private static decimal InclusiveTax(IReadOnlyList<JsonElement> rates) =>
        rates.Where(rate => rate.Flag("inclusive")).Sum(rate => Math.Clamp(rate.Decimal("percentage") ?? 0, 0, 100));

    private static IReadOnlyList<JsonElement> Discounts(JsonElement owner) => owner.Objects("discounts");

    /// <summary>Newer versions name the coupon as the source of the discount.</summary>
    private static string? CouponOf(JsonElement discount) => discount.Reference("source", "coupon") ?? discount.Reference("coupon");

    /// <summary>The coupon as part of the discount. It also exists for coupons that were deleted before they could be copied.</summary>
    private static JsonElement? InlineCoupon(JsonElement discount) =>
        discount.Member("source", "coupon") is { ValueKind: JsonValueKind.Object } coupon ? coupon : null;

    private static IReadOnlyList<SubscriptionDiscount> Read(IReadOnlyList<JsonElement> discounts, MirroredObject source, RelatedObjects related) =>
        [
            .. discounts
                .Select(discount => InlineCoupon(discount) ?? related.Find(source, CouponOf(discount)))
                .OfType<JsonElement>()
                .Select(coupon => new SubscriptionDiscount(coupon.Decimal("percent_off"), coupon.Whole("amount_off"), coupon.Text("duration") == "forever")),
        ];
}
