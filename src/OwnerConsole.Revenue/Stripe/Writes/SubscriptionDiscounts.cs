namespace OwnerConsole.Revenue.Stripe.Writes;

/// <summary>Parameters with the discounts of a subscription. Stripe replaces all of them.</summary>
internal static class SubscriptionDiscounts
{
    /// <summary>No discounts.</summary>
    public static readonly (string Name, string Value) None = ("discounts", "");

    /// <returns>The discounts that the subscription has.</returns>
    public static IEnumerable<(string Name, string Value)> Keep(StripeSubscription subscription) =>
        subscription.Discounts.Select((discount, place) => ($"discounts[{place}][discount]", discount.Id));

    /// <returns>New discounts from the coupons of those that the subscription has.</returns>
    public static IEnumerable<(string Name, string Value)> Repeat(StripeSubscription subscription) =>
        subscription.Discounts.Select(discount => discount.Coupon).OfType<string>().Select((coupon, place) => ($"discounts[{place}][coupon]", coupon));
}
