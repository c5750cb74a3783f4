using OwnerConsole.Data;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Revenue.Billing;

/// <summary>An invoice in the API.</summary>
/// <param name="Id">in_…</param>
/// <param name="TenantId">null if the customer belongs to no tenant.</param>
/// <param name="CustomerId">cus_…</param>
/// <param name="SubscriptionId">sub_…</param>
/// <param name="Number">null for a draft.</param>
/// <param name="Status">draft, open, paid, uncollectible or void.</param>
/// <param name="Reason">Why it was created, such as subscription_cycle.</param>
/// <param name="Total">Total amount including tax.</param>
/// <param name="Paid">Amount paid so far.</param>
/// <param name="Remaining">Unpaid amount.</param>
/// <param name="Attempts">Number of attempts to collect its payment.</param>
/// <param name="NextAttemptAt">When Stripe tries to collect it again; null if it doesn't.</param>
/// <param name="CollectionMethod">charge_automatically or send_invoice.</param>
/// <param name="DueAt">When it is due; null if it is charged automatically.</param>
/// <param name="PaidAt">When it was paid; null if it wasn't.</param>
/// <param name="PageUrl">Page where the customer can pay. The page shows amounts and the customer's email.</param>
/// <param name="PdfUrl">Stripe's PDF of the invoice.</param>
/// <param name="Sync">null if the caller can't see events.</param>
/// <param name="SyncedAt">When it was last read from Stripe.</param>
public sealed record InvoiceView(
    string Id,
    string? TenantId,
    string CustomerId,
    string? SubscriptionId,
    string? Number,
    string Status,
    string? Reason,
    Money Total,
    Money Paid,
    Money Remaining,
    int Attempts,
    DateTimeOffset? NextAttemptAt,
    string CollectionMethod,
    DateTimeOffset? DueAt,
    DateTimeOffset? PaidAt,
    [property: Sensitive(FieldClass.Money, FieldClass.Contact)] string? PageUrl,
    [property: Sensitive(FieldClass.Money, FieldClass.Contact)] string? PdfUrl,
    DateTimeOffset CreatedAt,
    RecordSync? Sync,
    DateTimeOffset SyncedAt
)
{
    internal static InvoiceView Of(BillingInvoice row) =>
        new(
            row.Id,
            row.TenantId,
            row.CustomerId,
            row.SubscriptionId,
            row.Number,
            row.Status,
            row.Reason,
            row.Total,
            row.Paid,
            row.Remaining,
            row.Attempts,
            row.NextAttemptAt,
            row.CollectionMethod,
            row.DueAt,
            row.PaidAt,
            row.PageUrl,
            row.PdfUrl,
            row.CreatedAt,
            row.Sync,
            row.SyncedAt
        );
}
