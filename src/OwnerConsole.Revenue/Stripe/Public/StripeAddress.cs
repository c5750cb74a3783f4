using OwnerConsole.Data;
using OwnerConsole.Revenue.Billing.Public;

namespace OwnerConsole.Revenue.Stripe.Public;

/// <summary>Addresses of objects in Stripe's dashboard, and of their copies in the console.</summary>
public static class StripeAddress
{
    public const string CopyPath = "/stripe/objects";

    /// <param name="id">Stripe's ID of the object.</param>
    /// <returns>Address of the page of its copy.</returns>
    public static string OfCopy(string id) => $"{CopyPath}/{Uri.EscapeDataString(id)}";

    /// <param name="type">Stripe's name of the type.</param>
    /// <returns>Null for types without a page, and for records that are not Stripe's.</returns>
    public static string? InDashboard(Mode mode, string? type, string? id) =>
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
