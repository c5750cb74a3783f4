using OwnerConsole.Revenue.Billing.Public;
using static OwnerConsole.Revenue.Stripe.Projection.RecordField;

namespace OwnerConsole.Revenue.Stripe.Projection;

/// <summary>Describes which member of which object each column of a billing record comes from. Change it together with <see cref="RecordRows"/>, <see cref="SubscriptionRow"/> and <see cref="CustomerBatch"/>.</summary>
public static class RecordFields
{
    private const string IntentType = "payment_intent",
        MethodType = "payment_method";

    /// <summary>Tables of the records by Stripe's names of their objects' types.</summary>
    public static readonly IReadOnlyDictionary<string, BillingTable> Tables = new Dictionary<string, BillingTable>(StringComparer.Ordinal)
    {
        ["customer"] = BillingTable.Customers,
        ["price"] = BillingTable.Prices,
        ["subscription"] = BillingTable.Subscriptions,
        ["invoice"] = BillingTable.Invoices,
        ["charge"] = BillingTable.Payments,
        ["refund"] = BillingTable.Refunds,
        ["dispute"] = BillingTable.Disputes,
    };

    /// <returns>Null for objects without a record.</returns>
    public static BillingTable? TableOf(string type) => Tables.TryGetValue(type, out var table) ? table : null;

    /// <returns>The fields in the order of the table's columns.</returns>
    public static IReadOnlyList<RecordField> Of(BillingTable table) => s_fields[table];

    private static readonly IReadOnlyDictionary<BillingTable, IReadOnlyList<RecordField>> s_fields = new Dictionary<BillingTable, IReadOnlyList<RecordField>>
    {
        [BillingTable.Customers] =
        [
            .. Common("customer", "Tenant that the customer is matched with."),
            new("name", "customer", "name"),
            new("email", "customer", "email"),
            new("currency", "customer", "currency"),
            new("balance_minor", "customer", "balance"),
            new("is_delinquent", "customer", "delinquent"),
            new("card", MethodType, "card.brand", "Also card.last4, of invoice_settings.default_payment_method, else of the newest payment method."),
            Console("matched_by", "Why it belongs to its tenant."),
            Console("proposed_tenant", "Tenant with the same email or email domain."),
            Console("conflict", "Why it can't be matched."),
            new("created_at", "customer", "created"),
            Console("deleted_at", "When the console learned that it was deleted."),
            SyncedAt,
            new("card_ends_at", MethodType, "card.exp_year", "Also card.exp_month: the first day after that month."),
        ],
        [BillingTable.Prices] =
        [
            .. Common("price", "Always the platform."),
            new("name", "product", "name", "With nickname of the price, if it has another."),
            new("amount", "price", "unit_amount_decimal", "Else unit_amount."),
            new("currency", "price", "currency"),
            new("interval", "price", "recurring.interval"),
            new("intervals", "price", "recurring.interval_count"),
            new("is_metered", "price", "recurring.usage_type", "True for metered."),
            new("is_active", "price", "active", "False for a deleted price."),
            new("created_at", "price", "created"),
            SyncedAt,
            new("product", "product", "name"),
            new("nickname", "price", "nickname"),
        ],
        [BillingTable.Subscriptions] =
        [
            .. Common("subscription", OfCustomer),
            new("customer_id", "subscription", "customer"),
            new("status", "subscription", "status"),
            new("is_paused", "subscription", "pause_collection", "True unless it is null."),
            new("prices", "subscription", "items.data[].price.id"),
            new("quantity", "subscription", "items.data[0].quantity"),
            new("currency", "subscription", "currency"),
            new("mrr_minor", "subscription", "items.data[]", "Calculated from prices, quantities, tiers, permanent discounts and included taxes."),
            new("interval", "subscription", "items.data[0].price.recurring.interval"),
            new("intervals", "subscription", "items.data[0].price.recurring.interval_count"),
            new("collection_method", "subscription", "collection_method"),
            new("current_until", "subscription", "items.data[].current_period_end", "The earliest."),
            new("trial_ends_at", "subscription", "trial_end"),
            new("cancel_at", "subscription", "cancel_at"),
            new("ended_at", "subscription", "ended_at"),
            new("created_at", "subscription", "created"),
            SyncedAt,
            Console("name", "Only of manual subscriptions; others are named by their prices."),
        ],
        [BillingTable.Invoices] =
        [
            .. Common("invoice", OfCustomer),
            new("customer_id", "invoice", "customer"),
            new("subscription_id", "invoice", "parent.subscription_details.subscription"),
            new("number", "invoice", "number"),
            new("status", "invoice", "status"),
            new("reason", "invoice", "billing_reason"),
            new("currency", "invoice", "currency"),
            new("total_minor", "invoice", "total"),
            new("paid_minor", "invoice", "amount_paid"),
            new("remaining_minor", "invoice", "amount_remaining"),
            new("attempts", "invoice", "attempt_count"),
            new("next_attempt_at", "invoice", "next_payment_attempt"),
            new("collection_method", "invoice", "collection_method"),
            new("due_at", "invoice", "due_date"),
            new("paid_at", "invoice", "status_transitions.paid_at"),
            new("page_url", "invoice", "hosted_invoice_url"),
            new("pdf_url", "invoice", "invoice_pdf"),
            new("created_at", "invoice", "created"),
            SyncedAt,
        ],
        [BillingTable.Payments] =
        [
            .. Common("charge", OfCustomer),
            new("customer_id", "charge", "customer"),
            new("invoice_id", "invoice_payment", "invoice", "Of the payment intent."),
            new("status", "charge", "status"),
            new("is_unpaid", IntentType, "status", "True if the charge failed, and the payment intent has neither succeeded nor been canceled."),
            new("currency", "charge", "currency"),
            new("amount_minor", "charge", "amount"),
            new("refunded_minor", "charge", "amount_refunded"),
            new("is_disputed", "charge", "disputed"),
            new("method", "charge", "payment_method_details.card.brand", "Also card.last4; the type of other payment methods."),
            new("failure_code", "charge", "outcome.reason", "Else failure_code; only of a failed charge."),
            new("failure_message", "charge", "failure_message"),
            new("created_at", "charge", "created"),
            SyncedAt,
        ],
        [BillingTable.Refunds] =
        [
            .. Common("refund", OfCustomer),
            new("customer_id", "charge", "customer"),
            new("payment_id", "refund", "charge"),
            new("status", "refund", "status"),
            new("currency", "refund", "currency"),
            new("amount_minor", "refund", "amount"),
            new("reason", "refund", "reason"),
            new("failure_reason", "refund", "failure_reason"),
            new("created_at", "refund", "created"),
            SyncedAt,
        ],
        [BillingTable.Disputes] =
        [
            .. Common("dispute", OfCustomer),
            new("customer_id", "charge", "customer"),
            new("payment_id", "dispute", "charge"),
            new("status", "dispute", "status"),
            new("needs_response", "dispute", "status", "True for needs_response and warning_needs_response."),
            new("currency", "dispute", "currency"),
            new("amount_minor", "dispute", "amount"),
            new("reason", "dispute", "reason"),
            new("evidence_due_at", "dispute", "evidence_details.due_by"),
            new("created_at", "dispute", "created"),
            SyncedAt,
        ],
    };
}

/// <summary>Source of a column of a billing record.</summary>
/// <param name="Source">Stripe's name of the object's type; null if the console decides it.</param>
/// <param name="Path">Member of the object, with dots between nested members and <c>[]</c> for all entries of a list.</param>
/// <param name="Note">How the value is derived, in one sentence.</param>
public sealed record RecordField(string Column, string? Source, string? Path, string? Note = null)
{
    internal const string OfCustomer = "Tenant of its customer.";

    internal static readonly RecordField SyncedAt = Console("synced_at", "When the object was read.");

    internal static RecordField Console(string column, string note) => new(column, null, null, note);

    internal static IReadOnlyList<RecordField> Common(string type, string tenant) =>
        [Console("tenant_id", tenant), Console("account_id", "Account of the connection."), new("id", type, "id"), Console("mode", "Mode of the connection.")];
}
