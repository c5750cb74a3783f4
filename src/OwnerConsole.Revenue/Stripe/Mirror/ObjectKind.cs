namespace OwnerConsole.Revenue.Stripe.Mirror;

/// <summary>A type of Stripe's objects that the console copies.</summary>
/// <param name="Type">Stripe's name of the type.</param>
/// <param name="Path">Path of the list; an object has its id added.</param>
public sealed record ObjectKind(string Type, string Path)
{
    /// <summary>Query parameters for the list, in addition to those of its page.</summary>
    public string ListQuery { get; init; } = "";

    /// <summary>Query parameters for one object.</summary>
    public string ReadQuery { get; init; } = "";

    /// <summary>All types. A backfill reads them in this order, so that objects come before those that refer to them.</summary>
    public static readonly IReadOnlyList<ObjectKind> All =
    [
        new("product", "/v1/products"),
        new("price", "/v1/prices") { ListQuery = "&expand[]=data.tiers", ReadQuery = "?expand[]=tiers" }, // tiers are left out otherwise
        new("coupon", "/v1/coupons"),
        new("customer", "/v1/customers"),
        new("payment_method", "/v1/payment_methods"),
        new("subscription", "/v1/subscriptions")
        {
            ListQuery = "&status=all&expand[]=data.discounts&expand[]=data.items.data.discounts", // cancelled ones are left out otherwise
            ReadQuery = "?expand[]=discounts&expand[]=items.data.discounts",
        },
        new("subscription_schedule", "/v1/subscription_schedules"),
        new("invoice", "/v1/invoices"),
        new("invoice_payment", "/v1/invoice_payments"),
        new("charge", "/v1/charges"),
        new("payment_intent", "/v1/payment_intents"),
        new("refund", "/v1/refunds"),
        new("credit_note", "/v1/credit_notes"),
        new("dispute", "/v1/disputes"),
        new("checkout.session", "/v1/checkout/sessions"),
    ];

    private static readonly Dictionary<string, ObjectKind> s_byType = All.ToDictionary(kind => kind.Type, StringComparer.Ordinal);

    /// <param name="type">Stripe's name of the type; null if an event has no object.</param>
    /// <returns>Null for a type that the console doesn't copy.</returns>
    public static ObjectKind? Find(string? type) => type is null ? null : s_byType.GetValueOrDefault(type);

    public string PathOf(string id) => $"{Path}/{Uri.EscapeDataString(id)}{ReadQuery}";

    /// <param name="after">Last object of the previous page; null for the first page, which has the newest objects.</param>
    public string PathAfter(string? after, int limit) =>
        $"{Path}?limit={limit}{ListQuery}{(after is null ? "" : $"&starting_after={Uri.EscapeDataString(after)}")}";
}
