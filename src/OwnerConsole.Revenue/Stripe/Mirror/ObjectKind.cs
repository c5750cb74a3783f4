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

    /// <summary>Lists inside an object, of which Stripe returns only the first entries with it.</summary>
    public IReadOnlyList<NestedList> Nested { get; init; } = [];

    /// <summary>Whether its list can be narrowed to the objects of one customer.</summary>
    public bool IsListedByCustomer { get; init; }

    /// <summary>All types. A backfill reads them in this order, so that objects come before those that refer to them.</summary>
    public static readonly IReadOnlyList<ObjectKind> All =
    [
        new("product", "/v1/products"),
        new("price", "/v1/prices") { ListQuery = "&expand[]=data.tiers", ReadQuery = "?expand[]=tiers" }, // tiers are left out otherwise
        new("coupon", "/v1/coupons"),
        new("customer", "/v1/customers"),
        new("payment_method", "/v1/payment_methods") { IsListedByCustomer = true },
        new("subscription", "/v1/subscriptions")
        {
            ListQuery = "&status=all&expand[]=data.discounts.source.coupon&expand[]=data.items.data.discounts", // cancelled ones are left out otherwise
            ReadQuery = "?expand[]=discounts.source.coupon&expand[]=items.data.discounts",
            Nested = [new("items", "&expand[]=data.discounts")],
            IsListedByCustomer = true,
        },
        new("subscription_schedule", "/v1/subscription_schedules") { IsListedByCustomer = true },
        new("invoice", "/v1/invoices") { Nested = [new("lines")], IsListedByCustomer = true },
        new("invoice_payment", "/v1/invoice_payments"),
        new("charge", "/v1/charges") { Nested = [new("refunds")], IsListedByCustomer = true },
        new("payment_intent", "/v1/payment_intents") { IsListedByCustomer = true },
        new("refund", "/v1/refunds"),
        new("credit_note", "/v1/credit_notes") { Nested = [new("lines")], IsListedByCustomer = true },
        new("dispute", "/v1/disputes"),
        new("checkout.session", "/v1/checkout/sessions") { IsListedByCustomer = true },
    ];

    private static readonly Dictionary<string, ObjectKind> s_byType = All.ToDictionary(kind => kind.Type, StringComparer.Ordinal);

    /// <param name="type">Stripe's name of the type; null if an event has no object.</param>
    /// <returns>Null for a type that the console doesn't copy.</returns>
    public static ObjectKind? Find(string? type) => type is null ? null : s_byType.GetValueOrDefault(type);

    public string PathOf(string id) => $"{Path}/{Uri.EscapeDataString(id)}{ReadQuery}";

    /// <param name="after">Last object of the previous page; null for the first page, which has the newest objects.</param>
    /// <param name="filter">Query parameter that all objects of the list have, with its value; null for all objects.</param>
    public string PathAfter(string? after, int limit, (string Name, string Value)? filter = null) =>
        $"{Path}?limit={limit}{ListQuery}{Parameter(filter?.Name, filter?.Value)}{Parameter("starting_after", after)}";

    private static string Parameter(string? name, string? value) => value is null ? "" : $"&{name}={Uri.EscapeDataString(value)}";
}

/// <summary>A list inside an object.</summary>
/// <param name="Name">Name of the member.</param>
/// <param name="Query">Query parameters for the rest of the list, in addition to those of its page.</param>
public sealed record NestedList(string Name, string Query = "");
