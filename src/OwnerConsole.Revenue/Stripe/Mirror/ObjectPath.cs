namespace OwnerConsole.Revenue.Stripe.Mirror;

/// <summary>Paths of Stripe's API from which an object is read again.</summary>
public static class ObjectPath
{
    private static readonly Dictionary<string, string> s_paths = new(StringComparer.Ordinal)
    {
        ["charge"] = "/v1/charges/",
        ["checkout.session"] = "/v1/checkout/sessions/",
        ["coupon"] = "/v1/coupons/",
        ["credit_note"] = "/v1/credit_notes/",
        ["customer"] = "/v1/customers/",
        ["dispute"] = "/v1/disputes/",
        ["invoice"] = "/v1/invoices/",
        ["invoice_payment"] = "/v1/invoice_payments/",
        ["payment_intent"] = "/v1/payment_intents/",
        ["payment_method"] = "/v1/payment_methods/",
        ["price"] = "/v1/prices/",
        ["product"] = "/v1/products/",
        ["refund"] = "/v1/refunds/",
        ["subscription"] = "/v1/subscriptions/",
        ["subscription_schedule"] = "/v1/subscription_schedules/",
    };

    /// <param name="type">Stripe's name of the type; null if the event has no object.</param>
    /// <returns>The path without the id; null for a type that the console doesn't copy.</returns>
    public static string? Find(string? type) => type is null ? null : s_paths.GetValueOrDefault(type);
}
