using System.Text.Json;
using OwnerConsole.Data;

namespace OwnerConsole.Revenue.Stripe.Projection;

/// <summary>Creates billing records, as objects whose members are the columns of their table.</summary>
internal static class RecordRows
{
    public const string UnknownCurrency = "XXX", // ISO 4217: no currency
        UnknownReason = "general";

    private const string Unanswered = "needs_response";

    public static object Price(MirroredObject source, JsonElement? product)
    {
        var body = source.Json;
        return new
        {
            TenantId = IdGenerator.Platform,
            source.AccountId,
            Id = source.ObjectId,
            source.Mode,
            Name = PriceName(source, product),
            Product = product?.Text("name"),
            Nickname = body.Text("nickname"),
            Amount = body.Decimal("unit_amount_decimal") ?? body.Decimal("unit_amount"),
            Currency = body.Currency() ?? UnknownCurrency,
            Interval = body.Text("recurring", "interval"),
            Intervals = body.Whole("recurring", "interval_count"),
            IsMetered = body.Text("recurring", "usage_type") == "metered",
            IsActive = !source.IsDeleted && body.Flag("active"),
            CreatedAt = body.Time("created") ?? source.ReadAt,
            SyncedAt = source.ReadAt,
        };
    }

    /// <returns>Name of the product, with the nickname of the price; the id if there is none.</returns>
    public static string PriceName(MirroredObject source, JsonElement? product)
    {
        var (name, nickname) = (product?.Text("name"), source.Json.Text("nickname"));
        return (name, nickname) is ({ } known, { } added) && known != added ? $"{known} ({added})" : name ?? nickname ?? source.ObjectId;
    }

    public static object Invoice(MirroredObject source, string tenant, string customer)
    {
        var body = source.Json;
        return new
        {
            TenantId = tenant,
            source.AccountId,
            Id = source.ObjectId,
            source.Mode,
            CustomerId = customer,
            SubscriptionId = body.Reference("parent", "subscription_details", "subscription") ?? body.Reference("subscription"), // the second in older versions
            Number = body.Text("number"),
            Status = body.Text("status") ?? "draft",
            Reason = body.Text("billing_reason"),
            Currency = body.Currency() ?? UnknownCurrency,
            TotalMinor = body.Whole("total") ?? 0,
            PaidMinor = body.Whole("amount_paid") ?? 0,
            RemainingMinor = body.Whole("amount_remaining") ?? 0,
            Attempts = body.Whole("attempt_count") ?? 0,
            NextAttemptAt = body.Time("next_payment_attempt"),
            CollectionMethod = body.Text("collection_method") ?? "charge_automatically",
            DueAt = body.Time("due_date"),
            PaidAt = body.Time("status_transitions", "paid_at"),
            PageUrl = body.Text("hosted_invoice_url"),
            PdfUrl = body.Text("invoice_pdf"),
            CreatedAt = body.Time("created") ?? source.ReadAt,
            SyncedAt = source.ReadAt,
        };
    }

    /// <param name="intent">The payment intent, which says whether a later attempt has succeeded.</param>
    public static object Payment(MirroredObject source, string tenant, string? customer, JsonElement? intent, string? invoice)
    {
        var body = source.Json;
        var status = body.Text("status") ?? "pending";
        return new
        {
            TenantId = tenant,
            source.AccountId,
            Id = source.ObjectId,
            source.Mode,
            CustomerId = customer,
            InvoiceId = invoice,
            Status = status,
            IsUnpaid = status == "failed" && intent?.Text("status") is not ("succeeded" or "canceled"),
            Currency = body.Currency() ?? UnknownCurrency,
            AmountMinor = body.Whole("amount") ?? 0,
            RefundedMinor = body.Whole("amount_refunded") ?? 0,
            IsDisputed = body.Flag("disputed"),
            Method = body.Member("payment_method_details") is { } details ? CardText.Of(details) : null,
            FailureCode = status == "failed" ? body.Text("outcome", "reason") ?? body.Text("failure_code") : null,
            FailureMessage = body.Text("failure_message"),
            CreatedAt = body.Time("created") ?? source.ReadAt,
            SyncedAt = source.ReadAt,
        };
    }

    public static object Refund(MirroredObject source, string tenant, string? customer)
    {
        var body = source.Json;
        return new
        {
            TenantId = tenant,
            source.AccountId,
            Id = source.ObjectId,
            source.Mode,
            CustomerId = customer,
            PaymentId = body.Reference("charge"),
            Status = body.Text("status") ?? "pending",
            Currency = body.Currency() ?? UnknownCurrency,
            AmountMinor = body.Whole("amount") ?? 0,
            Reason = body.Text("reason"),
            FailureReason = body.Text("failure_reason"),
            CreatedAt = body.Time("created") ?? source.ReadAt,
            SyncedAt = source.ReadAt,
        };
    }

    /// <returns>Whether evidence is due for a dispute.</returns>
    public static bool NeedsResponse(JsonElement dispute) => dispute.Text("status") is null or Unanswered or "warning_needs_response";

    public static object Dispute(MirroredObject source, string tenant, string? customer)
    {
        var body = source.Json;
        return new
        {
            TenantId = tenant,
            source.AccountId,
            Id = source.ObjectId,
            source.Mode,
            CustomerId = customer,
            PaymentId = body.Reference("charge"),
            Status = body.Text("status") ?? Unanswered,
            NeedsResponse = NeedsResponse(body),
            Currency = body.Currency() ?? UnknownCurrency,
            AmountMinor = body.Whole("amount") ?? 0,
            Reason = body.Text("reason") ?? UnknownReason,
            EvidenceDueAt = body.Time("evidence_details", "due_by"),
            CreatedAt = body.Time("created") ?? source.ReadAt,
            SyncedAt = source.ReadAt,
        };
    }
}
