using OwnerConsole.Data;
using OwnerConsole.Revenue.Billing.Public;

namespace OwnerConsole.Revenue.Stripe.Public;

/// <summary>Addresses of objects in Stripe's dashboard.</summary>
public static class StripeDashboard
{
    /// <param name="type">Stripe's name of the type.</param>
    /// <returns>Null for types without a page, and for records that are not Stripe's.</returns>
    public static string? UrlOf(Mode mode, string? type, string? id) =>
        (id, PathOf(type)) is ({ } given, { } path) && !BillingRecords.IsManual(given)
            ? $"https://dashboard.stripe.com/{(mode is Mode.Test ? "test/" : "")}{path}/{Uri.EscapeDataString(given)}"
            : null;

    private static string? PathOf(string? type) =>
        type switch
        {
            "charge" or "payment_intent" => "payments",
            "customer" => "customers",
            "dispute" => "disputes",
            "invoice" => "invoices",
            "product" => "products",
            "price" => "prices",
            "refund" => "refunds",
            "subscription" => "subscriptions",
            _ => null,
        };
}
